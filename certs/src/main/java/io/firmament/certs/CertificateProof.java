package io.firmament.certs;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate of the product's authority, with the device's name in it, and its key on P-256.
 * Prints without its secret.
 */
public final class CertificateProof implements DeviceCredential.Proof {
  private final String deviceId;
  private final PrivateKey privateKey;
  private final List<X509Certificate> chain;

  CertificateProof(String deviceId, PrivateKey privateKey, List<X509Certificate> chain) {
    this.deviceId = deviceId;
    this.privateKey = privateKey;
    this.chain = List.copyOf(chain);
  }

  @Override
  public String deviceId() {
    return deviceId;
  }

  @Override
  public CredentialKind kind() {
    return CredentialKind.X509;
  }

  @Override
  public byte[] secret() {
    return EcKeys.encoded(privateKey);
  }

  /** The private key, on P-256. */
  public PrivateKey privateKey() {
    return privateKey;
  }

  /** The device's certificate, then those between it and its authority, 1 to 4 in all. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** The device's certificate as PEM. */
  public String certificatePem() {
    return Certificates.pem(chain.get(0));
  }

  @Override
  public String toString() {
    return "CertificateProof[" + deviceId + ", " + KeyId.of(chain.get(0).getPublicKey()) + "]";
  }
}
