package io.firmament.certs;

import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.util.io.pem.PemObject;

/** X.509 certificates as PEM, and as the octets in it. */
final class Certificates {
  /** Certificates in a chain: a device's and those between it and its authority. */
  static final int MAX_CHAIN = 4;

  private Certificates() {}

  static String pem(X509Certificate certificate) {
    return Pem.write(Pem.CERTIFICATE, encoded(certificate));
  }

  static String pem(List<X509Certificate> chain) {
    return chain.stream().map(Certificates::pem).collect(Collectors.joining());
  }

  static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new AssertionError("the certificate was decoded from its encoding", e);
    }
  }

  /** The one certificate of a text. */
  static X509Certificate one(PemText text) throws CredentialException {
    return decoded(text.block(Pem.CERTIFICATE), text);
  }

  /** The certificates of a text, in their order; the first is the holder's. */
  static List<X509Certificate> chain(PemText text) throws CredentialException {
    List<X509Certificate> chain = new ArrayList<>();
    List<PemObject> blocks = text.blocks(Pem.CERTIFICATE);
    if (blocks.size() > MAX_CHAIN) {
      throw new CredentialException(
          text.where() + " holds " + blocks.size() + " certificates, at most " + MAX_CHAIN,
          "the device's certificate first, then those between it and its authority");
    }
    for (PemObject block : blocks) {
      chain.add(decoded(block, text));
    }
    return List.copyOf(chain);
  }

  /** Reads a certificate from its encoding. */
  static X509Certificate decoded(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  /**
   * Refuses a certificate that is not for this key.
   *
   * @param certificateFile where the certificate came from
   * @param keyFile where the private key came from
   */
  static void requireFor(
      PublicKey key, X509Certificate certificate, String certificateFile, String keyFile)
      throws CredentialException {
    if (!Arrays.equals(key.getEncoded(), certificate.getPublicKey().getEncoded())) {
      throw new CredentialException(
          "the certificate in "
              + certificateFile
              + " is for another key than the one in "
              + keyFile
              + ": "
              + KeyId.of(certificate.getPublicKey())
              + ", not "
              + KeyId.of(key),
          "bring the certificate that was made for this key; in a chain, the device's comes first");
    }
  }

  private static X509Certificate decoded(PemObject block, PemText text) throws CredentialException {
    try {
      return decoded(block.getContent());
    } catch (CertificateException e) {
      throw text.malformed("an X.509 certificate", e);
    }
  }
}
