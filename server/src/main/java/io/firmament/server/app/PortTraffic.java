package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.transfer.Octets;
import io.firmament.server.transfer.WireBytes;

/**
 * What came to the devices' port and left it since the server started, as a capture there counts it
 * (feature OBS3).
 *
 * @param devices what devices are charged with, all together
 * @param total everything, of devices and of anybody else
 */
public record PortTraffic(WireBytes devices, Octets total) {
  /** As of now. Devices are asked first: what is not charged yet is nobody's for that moment. */
  public static PortTraffic of(WireMeter meter) {
    WireBytes devices = WireBytes.NONE;
    for (DeviceId device : meter.devices()) {
      devices = devices.plus(meter.of(device));
    }
    return new PortTraffic(devices, meter.total());
  }

  /**
   * What no device is behind: strangers, refused and broken datagrams, and handshakes that nobody
   * finished.
   */
  public Octets unattributed() {
    return total.minus(devices.total());
  }
}
