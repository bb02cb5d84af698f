package io.firmament.server.app;

import io.firmament.protocol.message.Control;
import io.firmament.server.device.DeviceRecord;

/** What a device does without is not asked of it (feature DEV16). */
final class Unavailable {
  private Unavailable() {}

  static boolean has(DeviceRecord device, Control control) {
    return device.facts().filter(f -> !f.said().controls().has(control)).isEmpty();
  }

  /**
   * @throws RefusedException CONFLICT when the device has said that it does without this
   */
  static void require(DeviceRecord device, Control control) throws RefusedException {
    if (!has(device, control)) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "'" + control.label() + "' is not available on device " + device.id(),
          "it can be asked: " + device.facts().orElseThrow().said().controls().labels());
    }
  }
}
