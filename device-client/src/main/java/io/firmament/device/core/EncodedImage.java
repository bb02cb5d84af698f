package io.firmament.device.core;

import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.InvalidValueException;

/**
 * The representation of an image that is fetched. Said by the server without signature: its digest
 * guards the transfer only, the image's digest guards the boot.
 *
 * @param coding how the image is coded
 * @param sizeBytes octets on the way, at least 1
 * @param digest SHA-256 of those octets
 */
public record EncodedImage(Coding coding, long sizeBytes, Digest digest) {
  /**
   * @throws InvalidValueException when the size is below 1
   */
  public EncodedImage {
    if (sizeBytes < 1) {
      throw new InvalidValueException("encoded size", "at least 1 octet", sizeBytes);
    }
  }
}
