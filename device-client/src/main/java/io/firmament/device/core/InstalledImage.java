package io.firmament.device.core;

import io.firmament.protocol.value.InvalidValueException;

/**
 * A verified image and the manifest that vouches for it.
 *
 * @param facts what the manifest says of the image
 * @param manifest the manifest, as it was signed
 * @param component the image's index among the manifest's components, 0 to 255
 */
public record InstalledImage(ImageFacts facts, ManifestOctets manifest, int component) {
  /**
   * @throws InvalidValueException when the index is out of range
   */
  public InstalledImage {
    if (component < 0 || component > 0xFF) {
      throw new InvalidValueException("component index", "a number from 0 to 255", component);
    }
  }
}
