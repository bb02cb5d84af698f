package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;

/** Lets releases apply to a device again, from its next session on (feature TGT8). */
public final class UnlockDevice {
  /**
   * Unlocks a device; one that is not locked stays as it is.
   *
   * @throws RefusedException NOT_FOUND
   */
  public DeviceRecord unlock(DeviceId device, Caller caller) throws RefusedException {
    throw new UnsupportedOperationException();
  }
}
