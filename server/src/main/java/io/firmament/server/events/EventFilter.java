package io.firmament.server.events;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.app.ServerEvent;
import java.util.Optional;
import java.util.Set;

/**
 * Which events a reader wants.
 *
 * @param prefix what their names begin with; empty for all
 * @param onlyDevices only events of devices
 * @param products only those of these products; empty for all, and for those of none
 * @param device only those of this device, if there is one
 */
public record EventFilter(
    String prefix,
    boolean onlyDevices,
    Optional<Set<ProductId>> products,
    Optional<DeviceId> device) {
  /** Whether an event is wanted. */
  public boolean wants(ServerEvent event) {
    return event.name().startsWith(prefix)
        && (!onlyDevices || event.device().isPresent())
        && (products.isEmpty() || event.product().filter(products.get()::contains).isPresent())
        && (device.isEmpty() || device.equals(event.device()));
  }
}
