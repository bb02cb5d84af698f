package io.firmament.protocol.value;

/**
 * The kind of hardware that a firmware runs on. The numbers are Particle's where Particle has one
 * (12 argon, 13 boron, 32 P2, …); makers of other boards choose their own.
 *
 * @param number 0 to 65535
 */
public record PlatformId(int number) {
  /**
   * @throws InvalidValueException when the number is out of range
   */
  public PlatformId {
    if (number < 0 || number > 0xFFFF) {
      throw new InvalidValueException("platform id", "a number from 0 to 65535", number);
    }
  }

  @Override
  public String toString() {
    return Integer.toString(number);
  }
}
