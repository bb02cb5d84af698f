package io.firmament.server.device;

import io.firmament.protocol.value.InvalidValueException;

/**
 * How many devices are updated together.
 *
 * @param atOnce devices that an image is on its way to at once, 0 to 1000000; 0 for any number
 * @param startsPerMinute transfers that begin within a minute, 0 to 1000000; 0 for any number
 */
public record TransferLimits(int atOnce, int startsPerMinute) {
  /** As many as come. */
  public static final TransferLimits NONE = new TransferLimits(0, 0);

  private static final int MOST = 1_000_000;

  /**
   * @throws InvalidValueException when a number is out of range
   */
  public TransferLimits {
    require("transfers at once", atOnce);
    require("starts per minute", startsPerMinute);
  }

  private static void require(String what, int number) {
    if (number < 0 || number > MOST) {
      throw new InvalidValueException(what, "a number from 0 (no limit) to " + MOST, number);
    }
  }
}
