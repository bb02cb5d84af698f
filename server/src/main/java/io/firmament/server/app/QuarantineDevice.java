package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Approval;
import io.firmament.server.device.Credential;
import io.firmament.server.device.DeviceRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Writes down a device that nobody registered and that its product's authority vouches for: it
 * waits until an operator decides (feature PRD11).
 */
public final class QuarantineDevice {
  private final StateStore store;
  private final Fleet fleet;
  private final Quarantine quarantine;
  private final InstantSource clock;

  QuarantineDevice(StateStore store, Fleet fleet, Quarantine quarantine, InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.quarantine = quarantine;
    this.clock = clock;
  }

  /**
   * Takes a device into quarantine; one that is registered by now is left as it is. Waits for the
   * journal record.
   *
   * @param device who the handshake has proved it to be
   * @param product the product whose authority vouches for it
   * @return whether the device is registered now; false when there is no room
   */
  public boolean take(DeviceId device, ProductId product) {
    if (fleet.device(device).isPresent()) {
      return true;
    }
    if (!quarantine.enter(product)) {
      return false;
    }
    Instant now = clock.instant();
    DeviceRecord newcomer =
        DeviceRecord.added(device, product, device.hex(), Approval.QUARANTINED, now);
    Change.Builder change = Change.change();
    RegisterDevice.create(change, newcomer);
    Quarantine.add(change, product, device);
    change
        .put(Tables.CREDENTIALS, Tables.key(device), new Credential.Certified(Optional.empty()))
        .event(EventNames.of(newcomer, EventNames.STATUS, "quarantined", now));
    try {
      store.commit(change.build());
    } catch (ConflictException registeredMeanwhile) {
      return true;
    }
    return true;
  }
}
