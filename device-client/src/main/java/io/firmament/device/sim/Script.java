package io.firmament.device.sim;

import io.firmament.protocol.value.FirmwareVersion;
import java.time.Duration;
import java.util.List;

/** The scripted faults, asked for by what they do. */
record Script(List<Fault> faults) {
  boolean selfTestFails(FirmwareVersion version) {
    return faults.contains(new Fault.SelfTestFails(version));
  }

  boolean crashes(FirmwareVersion version) {
    return faults.contains(new Fault.Crash(version));
  }

  /** Whether the application forbids updates at this time after the start. */
  boolean busyAt(Duration since) {
    return faults.stream()
        .filter(Fault.Busy.class::isInstance)
        .map(Fault.Busy.class::cast)
        .anyMatch(busy -> since.compareTo(busy.from()) >= 0 && since.compareTo(busy.to()) < 0);
  }
}
