package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.Approval;
import java.util.Optional;

/** Says whether a device is let in: asked at every handshake and resumption. */
public final class AdmitDevice {
  private final Fleet fleet;

  AdmitDevice(Fleet fleet) {
    this.fleet = fleet;
  }

  /** What was decided for the device; empty when it is not registered. */
  public Optional<Approval> approval(DeviceId device) {
    return fleet.device(device).map(d -> d.value().approval());
  }
}
