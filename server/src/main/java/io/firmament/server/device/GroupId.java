package io.firmament.server.device;

import io.firmament.protocol.value.InvalidValueException;

/**
 * A group's number in its product: never given twice, so that a group may be renamed or deleted
 * without a word to its devices.
 *
 * @param number from 1
 */
public record GroupId(long number) {
  /**
   * @throws InvalidValueException when the number is not positive
   */
  public GroupId {
    if (number < 1) {
      throw new InvalidValueException("group number", "at least 1", number);
    }
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
