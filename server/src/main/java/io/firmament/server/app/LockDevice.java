package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.device.DeviceRecord;

/** Binds a device to one version (features TGT6, TGT7). */
public final class LockDevice {
  /**
   * Locks a device.
   *
   * @param flashNow offered at once if the device is online
   * @throws RefusedException NOT_FOUND when there is no such device or version
   */
  public DeviceRecord lock(
      DeviceId device, FirmwareVersion version, boolean flashNow, Caller caller)
      throws RefusedException {
    throw new UnsupportedOperationException();
  }
}
