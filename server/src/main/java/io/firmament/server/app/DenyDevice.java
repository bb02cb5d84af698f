package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.Approval;
import io.firmament.server.device.DeviceRecord;

/** Turns a device away: its session ends. */
public final class DenyDevice {
  private final EditDevice edits;
  private final DeviceLink link;

  DenyDevice(EditDevice edits, DeviceLink link) {
    this.edits = edits;
    this.link = link;
  }

  /**
   * Turns a device away; its association and its session end.
   *
   * @return the device as it is now
   * @throws RefusedException NOT_FOUND
   */
  public DeviceRecord deny(DeviceId device, Caller caller) throws RefusedException {
    DeviceRecord denied = edits.edit(device, d -> d.withApproval(Approval.DENIED));
    link.disconnect(device);
    return denied;
  }
}
