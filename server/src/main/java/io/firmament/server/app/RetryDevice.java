package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;

/** Forgets what failed on a device, so that its target is offered again. */
public final class RetryDevice {
  private final EditDevice edits;

  RetryDevice(EditDevice edits) {
    this.edits = edits;
  }

  /**
   * Forgets the failures of a device.
   *
   * @throws RefusedException NOT_FOUND
   */
  public DeviceRecord retry(DeviceId device, Caller caller) throws RefusedException {
    return edits.edit(device, DeviceRecord::withoutFailures);
  }
}
