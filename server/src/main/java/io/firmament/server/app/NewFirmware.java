package io.firmament.server.app;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import java.util.Optional;

/**
 * What comes with an uploaded file.
 *
 * @param product the product that it is for
 * @param declared the version that the uploader says; the embedded one where it is empty
 * @param title a title, may be empty
 * @param description a description, may be empty
 * @param security its security number, 0 where nothing is said; a device never goes below one that
 *     it has confirmed
 * @param manifest the manifest, where it was signed elsewhere; read, not changed
 */
public record NewFirmware(
    ProductId product,
    Optional<FirmwareVersion> declared,
    String title,
    String description,
    Optional<Long> security,
    Optional<byte[]> manifest) {
  /** A firmware that this server signs, of which nothing is said that could be kept to. */
  public NewFirmware(
      ProductId product, Optional<FirmwareVersion> declared, String title, String description) {
    this(product, declared, title, description, Optional.empty(), Optional.empty());
  }
}
