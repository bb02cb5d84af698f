package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;

/** Turns a device away: its session ends. */
public final class DenyDevice {
  /**
   * Turns a device away: its session ends.
   *
   * @return the device as it is now
   * @throws RefusedException NOT_FOUND
   */
  public DeviceRecord deny(DeviceId device, Caller caller) throws RefusedException {
    throw new UnsupportedOperationException();
  }
}
