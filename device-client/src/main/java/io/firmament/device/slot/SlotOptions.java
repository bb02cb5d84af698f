package io.firmament.device.slot;

import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.ModuleName;

/**
 * How a device keeps its firmware.
 *
 * @param slotSizeBytes the largest image that it takes, in octets
 * @param attempts boots in which a new image may prove itself, at least 1
 */
public record SlotOptions(long slotSizeBytes, int attempts) {
  /** Slots of 64 MiB, three attempts. */
  public static final SlotOptions DEFAULT = new SlotOptions(64L << 20, 3);

  /**
   * @throws InvalidValueException when either is below 1
   */
  public SlotOptions {
    if (slotSizeBytes < 1 || attempts < 1) {
      throw new InvalidValueException(
          "slot options",
          "a size and a number of attempts of at least 1",
          slotSizeBytes + " octets, " + attempts + " attempts");
    }
  }

  /** The most octets that an image for this module may have; 0 where there is no slot for it. */
  long slotSizeBytes(ModuleName module) {
    return module.equals(ModuleName.APPLICATION) ? slotSizeBytes : 0;
  }
}
