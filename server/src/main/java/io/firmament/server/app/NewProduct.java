package io.firmament.server.app;

import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.util.Optional;

/**
 * A product to be registered.
 *
 * @param name its name
 * @param platform the hardware that its firmware runs on
 * @param id its number; the next free one where it is empty
 * @param offlineSigned whether its manifests are signed elsewhere, and never by this server
 */
public record NewProduct(
    String name, PlatformId platform, Optional<ProductId> id, boolean offlineSigned) {
  /** A product that this server signs for. */
  public NewProduct(String name, PlatformId platform, Optional<ProductId> id) {
    this(name, platform, id, false);
  }
}
