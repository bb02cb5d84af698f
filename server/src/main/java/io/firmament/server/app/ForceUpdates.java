package io.firmament.server.app;

import io.firmament.protocol.message.Control;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;

/**
 * Lets updates start on a device whose application forbids them (feature DEV6), until somebody
 * takes that back. It overrides that switch and no other gate. The device hears of it at once or at
 * its next contact, and confirms it by an event.
 */
public final class ForceUpdates {
  private final EditDevice edits;
  private final Fleet fleet;

  ForceUpdates(EditDevice edits, Fleet fleet) {
    this.edits = edits;
    this.fleet = fleet;
  }

  /**
   * Forces a device, or does not any more.
   *
   * @throws RefusedException NOT_FOUND, CONFLICT when the device does without this
   */
  public DeviceRecord force(DeviceId device, boolean on, Caller caller) throws RefusedException {
    DeviceRecord known = EditDevice.found(fleet.device(device), device).value();
    if (on) {
      Unavailable.require(known, Control.FORCE);
    }
    return edits.edit(device, d -> d.withAssignment(d.assignment().forced(on)));
  }
}
