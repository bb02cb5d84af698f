package io.firmament.protocol.manifest;

import io.firmament.protocol.codec.Cbor;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.value.InvalidValueException;
import java.security.Key;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * How a manifest or a root document may be signed (RFC 9053 section 2). The algorithm is fixed per
 * key, never negotiated.
 */
public enum SignatureAlgorithm {
  /** ECDSA with SHA-256 on P-256, signatures of 64 octets (r, s). */
  ES256(
      -7,
      "SHA256withECDSAinP1363Format",
      "EC",
      "3059301306072a8648ce3d020106082a8648ce3d03010703420004",
      64),
  /** Ed25519. */
  EDDSA(-8, "Ed25519", "EdDSA", "302a300506032b6570032100", 32);

  private final long cose;
  private final String jca;
  private final String keyAlgorithm;
  private final String spkiPrefixHex;
  private final int pointOctets;

  SignatureAlgorithm(
      long cose, String jca, String keyAlgorithm, String spkiPrefixHex, int pointOctets) {
    this.cose = cose;
    this.jca = jca;
    this.keyAlgorithm = keyAlgorithm;
    this.spkiPrefixHex = spkiPrefixHex;
    this.pointOctets = pointOctets;
  }

  /** The algorithm of this number in COSE's registry. */
  static SignatureAlgorithm read(Cbor item) throws DecodeException {
    for (SignatureAlgorithm algorithm : values()) {
      if (item instanceof Cbor.NInt number && number.value() == algorithm.cose) {
        return algorithm;
      }
    }
    throw new DecodeException("alg", item.offset(), "-7 or -8", item.kind());
  }

  /** Whether octets have the frame of a SubjectPublicKeyInfo for this algorithm. */
  boolean isSpki(byte[] octets) {
    byte[] prefix = HexFormat.of().parseHex(spkiPrefixHex);
    return octets.length == prefix.length + pointOctets
        && Arrays.equals(prefix, 0, prefix.length, octets, 0, prefix.length);
  }

  /** What the Java Cryptography Architecture calls its keys. */
  String keyAlgorithm() {
    return keyAlgorithm;
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
