package io.firmament.protocol.manifest;

import io.firmament.protocol.value.InvalidValueException;
import java.security.Key;

/**
 * How a manifest may be signed (RFC 9053 section 2). The algorithm is fixed per key, never
 * negotiated.
 */
public enum SignatureAlgorithm {
  /** ECDSA with SHA-256 on P-256, signatures of 64 octets (r, s). */
  ES256(-7, "SHA256withECDSAinP1363Format", "EC"),
  /** Ed25519. */
  EDDSA(-8, "Ed25519", "EdDSA");

  private final long cose;
  private final String jca;
  private final String keyAlgorithm;

  SignatureAlgorithm(long cose, String jca, String keyAlgorithm) {
    this.cose = cose;
    this.jca = jca;
    this.keyAlgorithm = keyAlgorithm;
  }

  /** The number in COSE's registry. */
  public long cose() {
    return cose;
  }

  /** The name in the Java Cryptography Architecture. */
  public String jca() {
    return jca;
  }

  /**
   * The algorithm that a key is for.
   *
   * @throws InvalidValueException when it is for none of them
   */
  public static SignatureAlgorithm of(Key key) {
    for (SignatureAlgorithm algorithm : values()) {
      if (algorithm.keyAlgorithm.equals(key.getAlgorithm())
          || (algorithm == EDDSA && "Ed25519".equals(key.getAlgorithm()))) {
        return algorithm;
      }
    }
    throw new InvalidValueException("release key", "a P-256 or Ed25519 key", key.getAlgorithm());
  }
}
