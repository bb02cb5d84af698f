package io.firmament.certs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an installation's files and makes those that are missing. A private key is always written
 * before what is derived from it, so that whatever an interruption leaves can be completed; a
 * public half alone means that its private key was lost or moved away, and is never replaced.
 */
final class InstallationCompletion {
  private final List<Path> brought;
  private final Path own;
  private final SecureRandom random;
  private final CertificateAuthority issuer;
  private final KeyFileWriter writer;
  private final List<MadeFile> made = new ArrayList<>();

  InstallationCompletion(List<Path> brought, Path own, Instant now, SecureRandom random) {
    this.brought = brought;
    this.own = own;
    this.random = random;
    this.issuer = new CertificateAuthority(now, random);
    this.writer = new KeyFileWriter(random);
  }

  InstallationKeys complete() throws CredentialException {
    X509Certificate authority = authority();
    KeyPair server = privateKey(InstallationFile.SERVER_KEY, InstallationFile.SERVER_CERTIFICATE);
    X509Certificate certificate = serverCertificate(server.getPublic(), authority);
    return new InstallationKeys(authority, certificate, server.getPrivate(), releaseKey(), made);
  }

  private X509Certificate authority() throws CredentialException {
    if (exists(InstallationFile.CA_CERTIFICATE)) {
      return Pem.readCertificate(find(InstallationFile.CA_CERTIFICATE));
    }
    KeyPair keys = privateKey(InstallationFile.CA_KEY, InstallationFile.CA_CERTIFICATE);
    requireP256(keys.getPublic(), InstallationFile.CA_KEY);
    X509Certificate certificate = issuer.selfSigned(keys);
    write(InstallationFile.CA_CERTIFICATE, pem(certificate));
    return certificate;
  }

  private X509Certificate serverCertificate(PublicKey serverKey, X509Certificate authority)
      throws CredentialException {
    requireP256(serverKey, InstallationFile.SERVER_KEY);
    if (exists(InstallationFile.SERVER_CERTIFICATE)) {
      X509Certificate certificate = Pem.readCertificate(find(InstallationFile.SERVER_CERTIFICATE));
      requireSame(certificate.getPublicKey(), serverKey, InstallationFile.SERVER_CERTIFICATE);
      return certificate;
    }
    Path keyFile = find(InstallationFile.CA_KEY);
    PrivateKey authorityKey = Pem.readPrivateKey(keyFile);
    requireSame(
        authority.getPublicKey(),
        KeyPairs.publicHalf(authorityKey, keyFile.toString()),
        InstallationFile.CA_CERTIFICATE);
    X509Certificate certificate = issuer.forServer(serverKey, authority, authorityKey);
    write(InstallationFile.SERVER_CERTIFICATE, pem(certificate));
    return certificate;
  }

  private ReleaseKey releaseKey() throws CredentialException {
    KeyPair keys = privateKey(InstallationFile.RELEASE_KEY, InstallationFile.RELEASE_PUBLIC);
    String where = find(InstallationFile.RELEASE_KEY).toString();
    ReleaseKey key = ReleaseKey.of(keys.getPrivate(), keys.getPublic(), where);
    if (exists(InstallationFile.RELEASE_PUBLIC)) {
      List<ReleasePublicKey> known =
          ReleasePublicKey.readAll(find(InstallationFile.RELEASE_PUBLIC));
      if (!known.contains(key.publicKey())) {
        throw mismatch(InstallationFile.RELEASE_PUBLIC);
      }
      return key;
    }
    write(
        InstallationFile.RELEASE_PUBLIC, Pem.write(Pem.PUBLIC_KEY, keys.getPublic().getEncoded()));
    return key;
  }

  /** Reads a private key, or makes it where its public half does not exist either. */
  private KeyPair privateKey(InstallationFile secret, InstallationFile publicHalf)
      throws CredentialException {
    if (exists(secret)) {
      PrivateKey key = Pem.readPrivateKey(find(secret));
      return new KeyPair(KeyPairs.publicHalf(key, find(secret).toString()), key);
    }
    if (exists(publicHalf)) {
      throw new CredentialException(
          "there is " + find(publicHalf) + ", but not its private key " + secret.in(own),
          "bring the private key back; a new one would not be trusted by existing devices");
    }
    KeyPair fresh = KeyPairs.freshP256(random);
    write(secret, Pem.write(Pem.PRIVATE_KEY, fresh.getPrivate().getEncoded()));
    return fresh;
  }

  private void write(InstallationFile file, String content) throws CredentialException {
    writer.makeDirectory(own);
    made.add(file.write(own, content, writer));
  }

  private boolean exists(InstallationFile file) {
    return Files.exists(find(file));
  }

  /** Where a file is; in the own directory when it is nowhere. */
  private Path find(InstallationFile file) {
    for (Path directory : brought) {
      if (Files.exists(file.in(directory))) {
        return file.in(directory);
      }
    }
    return file.in(own);
  }

  private void requireP256(PublicKey key, InstallationFile file) throws CredentialException {
    String where = find(file).toString();
    if (ReleaseAlgorithm.of(key, where) != ReleaseAlgorithm.ES256) {
      throw new CredentialException(
          where + " holds an Ed25519 key, DTLS here uses P-256",
          "make it with: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256");
    }
  }

  private void requireSame(PublicKey expected, PublicKey actual, InstallationFile file)
      throws CredentialException {
    if (!KeyId.of(expected).equals(KeyId.of(actual))) {
      throw mismatch(file);
    }
  }

  private CredentialException mismatch(InstallationFile file) {
    return new CredentialException(
        find(file) + " belongs to another private key than the one beside it",
        "two installations were mixed: bring the files of one");
  }

  private static String pem(X509Certificate certificate) {
    try {
      return Pem.write(Pem.CERTIFICATE, certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new AssertionError("the certificate was decoded from its encoding", e);
    }
  }
}
