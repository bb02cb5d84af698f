package io.firmament.server.app;

import io.firmament.server.access.PasswordHash;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Passwords, as they are kept and compared: PBKDF2 (RFC 8018 section 5.2) with HMAC-SHA-256. What
 * was typed is brought to one form first (NFKC), so that no keyboard decides.
 */
final class Passwords {
  static final int MIN_CHARACTERS = 10;
  static final int MAX_CHARACTERS = 256;

  private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;

  private final SecureRandom random;
  private final int iterations;
  private final PasswordHash nobodys;

  /**
   * @param iterations what a guess costs
   */
  Passwords(SecureRandom random, int iterations) {
    this.random = random;
    this.iterations = iterations;
    byte[] nothing = new byte[HASH_BITS / 8];
    this.nobodys = new PasswordHash(ALGORITHM, iterations, salt(), hex(nothing));
  }

  /**
   * A password as it is kept.
   *
   * @throws RefusedException INVALID when it is too easily guessed
   */
  PasswordHash hash(String user, String password) throws RefusedException {
    refuseWeak(user, password);
    String salt = salt();
    return new PasswordHash(
        ALGORITHM, iterations, salt, hex(derived(password, ALGORITHM, iterations, salt)));
  }

  /** Whether it is this password. Takes equally long for every password. */
  boolean matches(String password, PasswordHash kept) {
    if (password.length() > MAX_CHARACTERS) {
      return false;
    }
    byte[] derived = derived(password, kept.algorithm(), kept.iterations(), kept.salt());
    return MessageDigest.isEqual(derived, HexFormat.of().parseHex(kept.hash()));
  }

  /** A password that nobody has: comparing with it takes as long as with another one. */
  PasswordHash nobodys() {
    return nobodys;
  }

  private static void refuseWeak(String user, String password) throws RefusedException {
    int length = password.codePointCount(0, password.length());
    if (length < MIN_CHARACTERS || password.length() > MAX_CHARACTERS) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "a password has "
              + MIN_CHARACTERS
              + " to "
              + MAX_CHARACTERS
              + " characters, but this one has "
              + length,
          "take several words, or let a password manager make one");
    }
    if (password.equalsIgnoreCase(user) || password.chars().distinct().count() < 4) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "the password is the user's name, or almost the same character again and again",
          "take several words, or let a password manager make one");
    }
  }

  private String salt() {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return hex(salt);
  }

  private static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }

  private static byte[] derived(String password, String algorithm, int iterations, String salt) {
    char[] typed = Normalizer.normalize(password, Normalizer.Form.NFKC).toCharArray();
    PBEKeySpec spec = new PBEKeySpec(typed, HexFormat.of().parseHex(salt), iterations, HASH_BITS);
    try {
      return SecretKeyFactory.getInstance(algorithm).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has " + algorithm, e);
    } finally {
      spec.clearPassword();
    }
  }
}
