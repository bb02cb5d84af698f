package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;

/** Gives a device another name. */
public final class RenameDevice {
  /**
   * Renames a device.
   *
   * @throws RefusedException NOT_FOUND, INVALID, or CONFLICT when the name is taken
   */
  public DeviceRecord rename(DeviceId device, String name, Caller caller) throws RefusedException {
    throw new UnsupportedOperationException();
  }
}
