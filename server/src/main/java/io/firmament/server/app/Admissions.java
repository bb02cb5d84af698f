package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Approval;
import io.firmament.server.device.DeviceRecord;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which approved device belongs to which product, in memory: asked for every block. Filled when a
 * device is first asked for, emptied for it when an operator decides something.
 */
final class Admissions {
  private final Map<DeviceId, ProductId> approved = new ConcurrentHashMap<>();
  private final Fleet fleet;

  Admissions(Fleet fleet) {
    this.fleet = fleet;
  }

  /** The product of a device that is approved. */
  Optional<ProductId> product(DeviceId device) {
    return Optional.ofNullable(approved.computeIfAbsent(device, this::read));
  }

  /** To be called after every decision on a device. */
  void forget(DeviceId device) {
    approved.remove(device);
  }

  private ProductId read(DeviceId device) {
    return fleet
        .device(device)
        .map(Stored::value)
        .filter(d -> d.approval() == Approval.APPROVED)
        .map(DeviceRecord::product)
        .orElse(null);
  }
}
