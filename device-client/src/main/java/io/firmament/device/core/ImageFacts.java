package io.firmament.device.core;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.ModuleName;
import java.time.Instant;

/**
 * What a verified manifest says of one image. Whoever makes one has verified the manifest.
 *
 * @param module which module of the device it is
 * @param version its version
 * @param digest SHA-256 of the image
 * @param sizeBytes octets in the image, at least 1
 * @param security its security number; becomes the module's floor when it is confirmed
 * @param issued when its manifest was issued; becomes the floor of time when it is confirmed
 */
public record ImageFacts(
    ModuleName module,
    FirmwareVersion version,
    Digest digest,
    long sizeBytes,
    long security,
    Instant issued) {
  /**
   * @throws InvalidValueException when the size is below 1 or the security number below 0
   */
  public ImageFacts {
    if (sizeBytes < 1) {
      throw new InvalidValueException("image size", "at least 1 octet", sizeBytes);
    }
    if (security < 0) {
      throw new InvalidValueException("security number", "at least 0", security);
    }
  }
}
