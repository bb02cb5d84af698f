package io.firmament.server.access;

/**
 * A password as it is kept: it can be compared, and not be read.
 *
 * @param algorithm what made it, such as {@code PBKDF2WithHmacSHA256}
 * @param iterations how often it was applied
 * @param salt 16 random octets in hexadecimal digits
 * @param hash its 32 octets in hexadecimal digits
 */
public record PasswordHash(String algorithm, int iterations, String salt, String hash) {
  /** Without the hash. */
  @Override
  public String toString() {
    return algorithm + "(" + iterations + ")";
  }
}
