package io.firmament.protocol.message;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.InvalidValueException;
import java.util.HexFormat;

/**
 * The first 8 octets of the SHA-256 digest over the stable keys of a full hello. It is kept per
 * device, so that a collision harms only its own device.
 *
 * @param hex 16 hexadecimal digits in lower case
 */
public record HelloDigest(String hex) {
  /** Octets in it. */
  public static final int BYTES = 8;

  /**
   * @throws InvalidValueException when {@code hex} is not 16 hexadecimal digits
   */
  public HelloDigest {
    if (!Digest.isHex(hex, 2 * BYTES)) {
      throw new InvalidValueException("hello digest", "16 lower-case hexadecimal digits", hex);
    }
  }

  /** The digest with these octets. */
  public static HelloDigest ofOctets(byte[] octets) {
    return new HelloDigest(HexFormat.of().formatHex(octets));
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
