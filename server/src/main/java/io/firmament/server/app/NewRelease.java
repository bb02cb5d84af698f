package io.firmament.server.app;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import java.util.Optional;

/**
 * A release to a product's default.
 *
 * @param product the product
 * @param version the version
 * @param intelligent at once to whoever is online
 * @param untested why it is released though no device runs it (REL2)
 * @param downgrade whether devices with a higher version are meant, too
 */
public record NewRelease(
    ProductId product,
    FirmwareVersion version,
    boolean intelligent,
    Optional<String> untested,
    boolean downgrade) {
  /** A release that leaves devices with a higher version alone. */
  public NewRelease(
      ProductId product, FirmwareVersion version, boolean intelligent, Optional<String> untested) {
    this(product, version, intelligent, untested, false);
  }
}
