package io.firmament.certs;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The name of a public key, the {@code kid} of a signature: the first 8 octets of SHA-256 over its
 * SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7). It chooses among trusted keys and is not itself
 * a proof of anything.
 *
 * @param hex 16 hexadecimal digits in lower case
 */
public record KeyId(String hex) {
  /** Octets in a key id. */
  public static final int BYTES = 8;

  /**
   * @throws IllegalArgumentException when {@code hex} is not 16 hexadecimal digits in lower case
   */
  public KeyId {
    if (!hex.matches("[0-9a-f]{16}")) {
      throw new IllegalArgumentException(
          "key id must be 16 lower-case hexadecimal digits, but was '" + hex + "'");
    }
  }

  /** The id of a public key. */
  public static KeyId of(PublicKey key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return new KeyId(HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** The 8 octets, a fresh copy. */
  public byte[] octets() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
