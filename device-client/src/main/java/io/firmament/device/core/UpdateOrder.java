package io.firmament.device.core;

import io.firmament.protocol.value.InvalidValueException;

/**
 * One update that the device has accepted: journaled whole before the first block is asked for.
 *
 * @param commandId the command that offered it, at least 0
 * @param image what is to be installed, and the manifest that was verified
 * @param encoded the representation that is fetched
 */
public record UpdateOrder(long commandId, InstalledImage image, EncodedImage encoded) {
  /**
   * @throws InvalidValueException when the command id is negative
   */
  public UpdateOrder {
    if (commandId < 0) {
      throw new InvalidValueException("command id", "at least 0", commandId);
    }
  }
}
