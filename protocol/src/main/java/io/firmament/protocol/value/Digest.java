package io.firmament.protocol.value;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A SHA-256 digest: 32 octets (FIPS 180-4). Immutable; compared in constant time is not needed,
 * since no digest here is a secret.
 *
 * @param hex the digest as 64 hexadecimal digits in lower case
 */
public record Digest(String hex) implements Comparable<Digest> {
  /** Octets in a digest. */
  public static final int BYTES = 32;

  /** Octets of a digest that name a blob or a manifest in a path (docs/protocol.md, "Paths"). */
  public static final int PREFIX_BYTES = 9;

  /**
   * @throws InvalidValueException when {@code hex} is not 64 hexadecimal digits in lower case
   */
  public Digest {
    if (!isHex(hex, 2 * BYTES)) {
      throw new InvalidValueException("SHA-256 digest", "64 lower-case hexadecimal digits", hex);
    }
  }

  /**
   * Whether a text is so many hexadecimal digits in lower case. Digests come with every message: no
   * pattern is worth that.
   */
  public static boolean isHex(String text, int digits) {
    boolean good = text.length() == digits;
    for (int i = 0; good && i < digits; i++) {
      char c = text.charAt(i);
      good = c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }
    return good;
  }

  /**
   * The digest whose octets these are.
   *
   * @param octets 32 octets
   * @throws InvalidValueException when there are not 32 of them
   */
  public static Digest ofOctets(byte[] octets) {
    return new Digest(HexFormat.of().formatHex(octets));
  }

  /** The SHA-256 digest of some octets. */
  public static Digest of(byte[] content) {
    return ofOctets(sha256().digest(content));
  }

  /** A fresh SHA-256 computation, for content that does not fit into memory. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** The 32 octets, a fresh copy. */
  public byte[] octets() {
    return HexFormat.of().parseHex(hex);
  }

  /**
   * The first nine octets in base64url without padding: twelve characters, a name in a CoAP path.
   */
  public String prefix() {
    byte[] first = new byte[PREFIX_BYTES];
    System.arraycopy(octets(), 0, first, 0, PREFIX_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(first);
  }

  @Override
  public int compareTo(Digest other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
