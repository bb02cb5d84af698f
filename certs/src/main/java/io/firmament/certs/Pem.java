package io.firmament.certs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * Keys and certificates as text (RFC 7468): strict in the labels, text around the blocks is
 * skipped.
 */
final class Pem {
  static final String CERTIFICATE = "CERTIFICATE";
  static final String PRIVATE_KEY = "PRIVATE KEY";
  static final String PUBLIC_KEY = "PUBLIC KEY";

  /** No file here comes near it; a mistaken path shall not fill the memory. */
  private static final long MAX_FILE_BYTES = 64 * 1024;

  private Pem() {}

  static String write(String label, byte[] content) {
    return write(new PemObject(label, content));
  }

  static String write(PemObject block) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(block);
    } catch (IOException e) {
      throw new AssertionError("a string can always be written to", e);
    }
    return text.toString().replace("\r\n", "\n");
  }

  static X509Certificate readCertificate(Path file) throws CredentialException {
    byte[] der = readOne(file, CERTIFICATE).getContent();
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException e) {
      throw malformed(file, "an X.509 certificate", e);
    }
  }

  static PrivateKey readPrivateKey(Path file) throws CredentialException {
    byte[] der = readOne(file, PRIVATE_KEY).getContent();
    try {
      ASN1ObjectIdentifier algorithm =
          PrivateKeyInfo.getInstance(der).getPrivateKeyAlgorithm().getAlgorithm();
      return factory(algorithm, file).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw malformed(file, "a private key as PKCS#8", e);
    }
  }

  static List<PublicKey> readPublicKeys(Path file) throws CredentialException {
    List<PublicKey> keys = new ArrayList<>();
    for (PemObject block : read(file, PUBLIC_KEY)) {
      byte[] der = block.getContent();
      try {
        ASN1ObjectIdentifier algorithm =
            SubjectPublicKeyInfo.getInstance(der).getAlgorithm().getAlgorithm();
        keys.add(factory(algorithm, file).generatePublic(new X509EncodedKeySpec(der)));
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        throw malformed(file, "a public key as SubjectPublicKeyInfo", e);
      }
    }
    return keys;
  }

  /** The one block of a file. */
  static PemObject readOne(Path file, String label) throws CredentialException {
    List<PemObject> blocks = read(file, label);
    if (blocks.size() != 1) {
      throw new CredentialException(
          file + " must hold one block " + label + ", but holds " + blocks.size(),
          "split the file, one block each");
    }
    return blocks.get(0);
  }

  /** All blocks of a file, at least one, all with this label. */
  private static List<PemObject> read(Path file, String label) throws CredentialException {
    List<PemObject> blocks = new ArrayList<>();
    try (PemReader reader = new PemReader(new StringReader(text(file)))) {
      for (PemObject block = reader.readPemObject(); block != null; ) {
        requireLabel(file, label, block.getType());
        blocks.add(block);
        block = reader.readPemObject();
      }
    } catch (IOException | IllegalArgumentException e) {
      throw malformed(file, "PEM", e);
    }
    if (blocks.isEmpty()) {
      throw new CredentialException(
          file + " must hold a block " + label + ", but holds no PEM block at all",
          "the file is damaged, or another file is meant");
    }
    return blocks;
  }

  private static void requireLabel(Path file, String expected, String actual)
      throws CredentialException {
    if (!actual.equals(expected)) {
      throw new CredentialException(
          file + " must hold a block " + expected + ", but holds " + actual,
          actual.endsWith(PRIVATE_KEY) && expected.equals(PRIVATE_KEY)
              ? "convert it: openssl pkcs8 -topk8 -nocrypt -in " + file + " -out NEW"
              : "another file is meant");
    }
  }

  private static String text(Path file) throws CredentialException {
    try {
      long bytes = Files.size(file);
      if (bytes > MAX_FILE_BYTES) {
        throw new CredentialException(
            file + " has " + bytes + " bytes, a credential has at most " + MAX_FILE_BYTES,
            "another file is meant");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new CredentialException(
          "there is no file " + file,
          "'firmament certs init' makes an installation's files, 'firmament certs device' a device's",
          e);
    } catch (IOException e) {
      throw new CredentialException(
          "cannot read " + file + ": " + e, "check that it is a file that this user may read", e);
    }
  }

  private static KeyFactory factory(ASN1ObjectIdentifier algorithm, Path file)
      throws GeneralSecurityException, CredentialException {
    if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return KeyFactory.getInstance("EC");
    }
    if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519)) {
      return KeyFactory.getInstance("Ed25519");
    }
    throw new CredentialException(
        file + " holds a key of the algorithm with the object identifier " + algorithm,
        "keys are on P-256, release keys on P-256 or Ed25519");
  }

  private static CredentialException malformed(Path file, String expected, Exception cause) {
    return new CredentialException(
        file + " is not " + expected + ": " + cause.getMessage(),
        "the file is damaged, or another file is meant",
        cause);
  }
}
