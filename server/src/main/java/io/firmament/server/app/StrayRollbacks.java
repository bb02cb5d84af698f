package io.firmament.server.app;

import io.firmament.protocol.message.InstalledModule;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.release.Firmware;
import io.firmament.server.transfer.FailureRule;
import java.time.Instant;
import java.util.Optional;

/**
 * Holds back an image that was rolled back although no attempt is known to have brought it: the
 * command id tells nothing then, the image's digest all.
 */
final class StrayRollbacks {
  /** As in a Particle module: not said. */
  private static final FirmwareVersion UNKNOWN = new FirmwareVersion(FirmwareVersion.MAX);

  private final Fleet fleet;

  StrayRollbacks(Fleet fleet) {
    this.fleet = fleet;
  }

  /**
   * Adds to a change what the event stream hears of it.
   *
   * @param device the device, with the facts that the outcome came with
   * @return the device with the image held against it: to be written by the caller
   */
  DeviceRecord hold(
      Change.Builder change, DeviceRecord device, UpdateOutcome outcome, Instant now) {
    DeviceFacts facts = device.facts().orElseThrow();
    if (facts.runs(ModuleName.APPLICATION, outcome.image())) {
      return device;
    }
    return FailureRule.rolledBack(outcome, version(device, outcome), facts, now)
        .map(
            failure -> {
              change.event(
                  EventNames.of(device, EventNames.FLASH_STATUS, EventNames.ROLLED_BACK, now));
              return device.withFailure(failure);
            })
        .orElse(device);
  }

  private FirmwareVersion version(DeviceRecord device, UpdateOutcome outcome) {
    return uploaded(device, outcome).or(() -> installed(device, outcome)).orElse(UNKNOWN);
  }

  private Optional<FirmwareVersion> uploaded(DeviceRecord device, UpdateOutcome outcome) {
    return fleet.firmware(device.product()).stream()
        .filter(f -> f.image().equals(outcome.image()))
        .map(Firmware::version)
        .findFirst();
  }

  private static Optional<FirmwareVersion> installed(DeviceRecord device, UpdateOutcome outcome) {
    return device.facts().orElseThrow().said().modules().stream()
        .filter(m -> m.image().equals(outcome.image()))
        .map(InstalledModule::version)
        .findFirst();
  }
}
