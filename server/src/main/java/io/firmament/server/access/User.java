package io.firmament.server.access;

import io.firmament.protocol.value.InvalidValueException;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Somebody who logs in with a password.
 *
 * @param name how he calls himself, such as a mail address; unique without regard to case
 * @param password his password, as it is kept
 * @param rights what he may do: no token of his may do more
 * @param createdAt since when
 * @param createdBy by whom
 */
public record User(
    String name, PasswordHash password, Rights rights, Instant createdAt, String createdBy) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._%+@-]{0,79}");

  /**
   * @throws InvalidValueException when the name is none
   */
  public User {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidValueException(
          "user name", "1 to 80 of a-z, 0-9 and ._%+@-, beginning with a letter or digit", name);
    }
  }

  /** The key of a name: names are compared without regard to case. */
  public static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The same with another password. */
  public User withPassword(PasswordHash now) {
    return new User(name, now, rights, createdAt, createdBy);
  }

  /** The same, allowed something else. */
  public User withRights(Rights now) {
    return new User(name, password, now, createdAt, createdBy);
  }
}
