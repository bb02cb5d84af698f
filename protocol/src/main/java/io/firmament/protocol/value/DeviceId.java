package io.firmament.protocol.value;

import java.util.HexFormat;
import java.util.Locale;

/**
 * The identity of a device: 24 hexadecimal digits, kept in lower case.
 *
 * @param hex 24 hexadecimal digits; upper case is accepted and folded
 */
public record DeviceId(String hex) implements Comparable<DeviceId> {
  /** Hexadecimal digits in an id. */
  public static final int DIGITS = 24;

  /**
   * @throws InvalidValueException when {@code hex} is not 24 hexadecimal digits
   */
  public DeviceId {
    if (!isDeviceId(hex)) {
      throw new InvalidValueException("device id", DIGITS + " hexadecimal digits", hex);
    }
    hex = hex.toLowerCase(Locale.ROOT);
  }

  /** Whether {@code text} could be a device id; a device's name never is one. */
  public static boolean isDeviceId(String text) {
    boolean digits = text.length() == DIGITS;
    for (int i = 0; digits && i < DIGITS; i++) {
      digits = HexFormat.isHexDigit(text.charAt(i));
    }
    return digits;
  }

  @Override
  public int compareTo(DeviceId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
