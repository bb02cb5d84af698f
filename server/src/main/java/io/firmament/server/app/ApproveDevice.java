package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.Approval;
import io.firmament.server.device.DeviceRecord;

/** Lets a device in; what is due is offered at once. */
public final class ApproveDevice {
  private final EditDevice edits;

  ApproveDevice(EditDevice edits) {
    this.edits = edits;
  }

  /**
   * Lets a device in.
   *
   * @return the device as it is now
   * @throws RefusedException NOT_FOUND
   */
  public DeviceRecord approve(DeviceId device, Caller caller) throws RefusedException {
    return edits.edit(device, d -> d.withApproval(Approval.APPROVED));
  }
}
