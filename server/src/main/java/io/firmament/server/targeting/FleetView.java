package io.firmament.server.targeting;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import java.util.Optional;

/** What the decision needs to know of the rest of the fleet; answers without waiting. */
public interface FleetView {
  /** A product's firmware of that version, if it is there. */
  Optional<Firmware> firmware(ProductId product, FirmwareVersion version);

  /** What is released to all devices of a product, if anything is. */
  Optional<Release> defaultRelease(ProductId product);
}
