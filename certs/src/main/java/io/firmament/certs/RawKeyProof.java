package io.firmament.certs;

import java.security.PrivateKey;
import java.security.PublicKey;

/**
 * A key on P-256 whose public half the server has registered for the device (RFC 7250). Prints
 * without its secret.
 */
public final class RawKeyProof implements DeviceCredential.Proof {
  private final String deviceId;
  private final PrivateKey privateKey;
  private final PublicKey publicKey;

  RawKeyProof(String deviceId, PrivateKey privateKey, PublicKey publicKey) {
    this.deviceId = deviceId;
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  @Override
  public String deviceId() {
    return deviceId;
  }

  @Override
  public CredentialKind kind() {
    return CredentialKind.RPK;
  }

  @Override
  public byte[] secret() {
    return EcKeys.encoded(privateKey);
  }

  /** The private key, on P-256. */
  public PrivateKey privateKey() {
    return privateKey;
  }

  /** Its public half, which the server must know. */
  public PublicKey publicKey() {
    return publicKey;
  }

  /** The public half as the server takes it: one PEM block {@code PUBLIC KEY}. */
  public String publicPem() {
    return Pem.write(Pem.PUBLIC_KEY, publicKey.getEncoded());
  }

  @Override
  public String toString() {
    return "RawKeyProof[" + deviceId + ", " + KeyId.of(publicKey) + "]";
  }
}
