package io.firmament.server.app;

import io.firmament.server.device.DeviceRecord;

/** Adds a device to a product, or approves one that waits in quarantine. */
public final class RegisterDevice {
  /**
   * Registers a device; one that is registered with this product already is approved, and gets the
   * new key and name where there are some.
   *
   * @throws RefusedException INVALID when the key or the name is not as described, CONFLICT when it
   *     belongs to another product or the name is taken, NOT_FOUND when there is no such product
   */
  public DeviceRecord register(NewDevice wish, Caller caller) throws RefusedException {
    throw new UnsupportedOperationException();
  }
}
