package io.firmament.certs;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * The public half of a device's key, in the one form that is registered and compared: 91 octets of
 * SubjectPublicKeyInfo on P-256 (RFC 7250 section 3).
 *
 * @param key on P-256
 */
public record DevicePublicKey(PublicKey key) {
  /**
   * Reads what a person brings.
   *
   * @param where where it came from, for the error
   * @param pem one PEM block {@code PUBLIC KEY}
   * @throws CredentialException when it is not a public key on P-256; says why
   */
  public static DevicePublicKey of(String where, String pem) throws CredentialException {
    return new DevicePublicKey(EcKeys.publicKey(PemText.of(where, pem)));
  }

  /**
   * The key of a device's certificate.
   *
   * @param deviceId the device that it must name, in lower case
   * @throws CredentialException when it is not a certificate with a key on P-256 for that device
   */
  public static DevicePublicKey certified(String where, String pem, String deviceId)
      throws CredentialException {
    PemText text = PemText.of(where, pem);
    X509Certificate certificate = Certificates.chain(text).get(0);
    DeviceFile.requireNamed(certificate, deviceId, where);
    return new DevicePublicKey(
        EcKeys.publicKey(
            PemText.of(where, Pem.write(Pem.PUBLIC_KEY, certificate.getPublicKey().getEncoded()))));
  }

  /** The device that a certificate names, if it names one. */
  public static Optional<String> deviceOf(X509Certificate certificate) {
    return DeviceName.in(certificate);
  }

  /** SubjectPublicKeyInfo. */
  public byte[] encoded() {
    return key.getEncoded();
  }
}
