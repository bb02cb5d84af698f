package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;

/** Lets a device in; what is due is offered at once. */
public final class ApproveDevice {
  /**
   * Lets a device in; what is due is offered at once.
   *
   * @return the device as it is now
   * @throws RefusedException NOT_FOUND
   */
  public DeviceRecord approve(DeviceId device, Caller caller) throws RefusedException {
    throw new UnsupportedOperationException();
  }
}
