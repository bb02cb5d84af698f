package io.firmament.protocol.coding;

import io.firmament.protocol.value.InvalidValueException;

/**
 * What a decoder must not exceed.
 *
 * @param imageSize octets in the image, as its manifest says, at least 0
 * @param memoryBytes the memory that the device has said to have for this coding, as {@link
 *     DecoderMemory} counts it
 */
public record DecodeBounds(long imageSize, long memoryBytes) {
  /**
   * @throws InvalidValueException when the size is below 0
   */
  public DecodeBounds {
    if (imageSize < 0) {
      throw new InvalidValueException("image size", "at least 0 octets", imageSize);
    }
  }
}
