package io.firmament.protocol.manifest;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.InvalidValueException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Which key signed: the first 8 octets of the SHA-256 digest over the key's SubjectPublicKeyInfo
 * (RFC 5280 section 4.1).
 *
 * @param hex 16 hexadecimal digits in lower case
 */
public record KeyId(String hex) {
  /** Octets in it. */
  public static final int BYTES = 8;

  /**
   * @throws InvalidValueException when {@code hex} is not 16 hexadecimal digits
   */
  public KeyId {
    if (!Digest.isHex(hex, 2 * BYTES)) {
      throw new InvalidValueException("key id", "16 lower-case hexadecimal digits", hex);
    }
  }

  /** The id of a key. */
  public static KeyId of(PublicKey key) {
    return ofOctets(Arrays.copyOf(Digest.of(key.getEncoded()).octets(), BYTES));
  }

  /** The id with these octets. */
  public static KeyId ofOctets(byte[] octets) {
    return new KeyId(HexFormat.of().formatHex(octets));
  }

  /** The octets, a fresh copy. */
  public byte[] octets() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
