package io.firmament.certs;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
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
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * Keys and certificates as text (RFC 7468): strict in the labels, text around the blocks is
 * skipped.
 */
final class Pem {
  static final String CERTIFICATE = "CERTIFICATE";
  static final String PRIVATE_KEY = "PRIVATE KEY";
  static final String PUBLIC_KEY = "PUBLIC KEY";

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
    return Certificates.one(PemText.of(file));
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
    return PemText.of(file).block(label);
  }

  /** All blocks of a file, at least one, all with this label. */
  private static List<PemObject> read(Path file, String label) throws CredentialException {
    return PemText.of(file).blocks(label);
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
