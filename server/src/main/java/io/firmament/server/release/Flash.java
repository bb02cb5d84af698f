package io.firmament.server.release;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;

/**
 * Firmware that is no release and goes to one device: a plan with one owner and one device. It is
 * the device's target until it has ended, well or not.
 *
 * @param device the device
 * @param firmware the firmware, with a manifest for this device alone; its version is no version of
 *     the product
 */
public record Flash(DeviceId device, Firmware firmware) {
  /** Which flash this is: no other has this manifest. */
  public Digest manifest() {
    return firmware.manifest().digest();
  }
}
