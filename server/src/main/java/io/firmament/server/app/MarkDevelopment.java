package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;

/** Makes a device a development device, or a product device again (feature TGT1). */
public final class MarkDevelopment {
  /**
   * Marks a device.
   *
   * @throws RefusedException NOT_FOUND
   */
  public DeviceRecord mark(DeviceId device, boolean development, Caller caller)
      throws RefusedException {
    throw new UnsupportedOperationException();
  }
}
