package io.firmament.protocol.value;

/**
 * The version of a module: an integer, higher is newer (feature PRD1).
 *
 * @param number 0 to 65535; 65535 in a Particle module means "not said" and is a valid number here
 */
public record FirmwareVersion(int number) implements Comparable<FirmwareVersion> {
  /** The largest version. */
  public static final int MAX = 0xFFFF;

  /**
   * @throws InvalidValueException when the number is out of range
   */
  public FirmwareVersion {
    if (number < 0 || number > MAX) {
      throw new InvalidValueException("version", "a number from 0 to " + MAX, number);
    }
  }

  /** Whether this version is lower than the other one. */
  public boolean isOlderThan(FirmwareVersion other) {
    return number < other.number;
  }

  @Override
  public int compareTo(FirmwareVersion other) {
    return Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Integer.toString(number);
  }
}
