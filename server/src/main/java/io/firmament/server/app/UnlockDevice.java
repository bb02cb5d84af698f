package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;
import java.time.InstantSource;

/** Lets releases apply to a device again, from its next session on (feature TGT8). */
public final class UnlockDevice {
  private final EditDevice edits;
  private final InstantSource clock;

  UnlockDevice(EditDevice edits, InstantSource clock) {
    this.edits = edits;
    this.clock = clock;
  }

  /**
   * Unlocks a device; one that is not locked stays as it is.
   *
   * @throws RefusedException NOT_FOUND
   */
  public DeviceRecord unlock(DeviceId device, Caller caller) throws RefusedException {
    return edits.edit(device, this::unlocked);
  }

  private DeviceRecord unlocked(DeviceRecord device) {
    return device.assignment().lock().isEmpty()
        ? device
        : device.withAssignment(device.assignment().unlocked(clock.instant()));
  }
}
