package io.firmament.server.events;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.app.ServerEvent;
import java.util.Optional;

/**
 * Which events a reader wants.
 *
 * @param prefix what their names begin with; empty for all
 * @param onlyDevices only events of devices
 * @param product only those of this product, if there is one
 * @param device only those of this device, if there is one
 */
public record EventFilter(
    String prefix, boolean onlyDevices, Optional<ProductId> product, Optional<DeviceId> device) {
  /** Whether an event is wanted. */
  public boolean wants(ServerEvent event) {
    return event.name().startsWith(prefix)
        && (!onlyDevices || event.device().isPresent())
        && (product.isEmpty() || product.equals(event.product()))
        && (device.isEmpty() || device.equals(event.device()));
  }
}
