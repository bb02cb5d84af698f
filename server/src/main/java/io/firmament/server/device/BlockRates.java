package io.firmament.server.device;

import io.firmament.protocol.value.InvalidValueException;

/**
 * How many blocks of firmware leave the server; a block has 1,024 octets at most.
 *
 * @param perDevice blocks a second to one device, 0 to 1000000; 0 for any number
 * @param inAll blocks a second to all devices together, 0 to 1000000; 0 for any number
 */
public record BlockRates(int perDevice, int inAll) {
  /** 160 Mbit/s to a device, far above what small ones can take, and no limit for all. */
  public static final BlockRates USUAL = new BlockRates(20_000, 0);

  private static final int MOST = 1_000_000;

  /**
   * @throws InvalidValueException when a number is out of range
   */
  public BlockRates {
    require("blocks a second to a device", perDevice);
    require("blocks a second in all", inAll);
  }

  private static void require(String what, int number) {
    if (number < 0 || number > MOST) {
      throw new InvalidValueException(what, "a number from 0 (no limit) to " + MOST, number);
    }
  }
}
