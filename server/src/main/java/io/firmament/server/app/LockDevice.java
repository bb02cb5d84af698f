package io.firmament.server.app;

import io.firmament.protocol.message.InstalledModule;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Lock;
import java.time.InstantSource;
import java.util.Optional;

/** Binds a device to one version (features TGT6, TGT7). */
public final class LockDevice {
  private final EditDevice edits;
  private final Fleet fleet;
  private final InstantSource clock;

  LockDevice(EditDevice edits, Fleet fleet, InstantSource clock) {
    this.edits = edits;
    this.fleet = fleet;
    this.clock = clock;
  }

  /**
   * Locks a device.
   *
   * @param flashNow offered at once if the device is online
   * @param downgrade whether a lower version than the running one is meant
   * @throws RefusedException NOT_FOUND when there is no such device or version, CONFLICT when the
   *     device runs a higher one and that is not said to be meant
   */
  public DeviceRecord lock(
      DeviceId device, FirmwareVersion version, boolean flashNow, boolean downgrade, Caller caller)
      throws RefusedException {
    DeviceRecord known = EditDevice.found(fleet.device(device), device).value();
    if (fleet.firmware(known.product(), version).isEmpty()) {
      throw FindFirmware.notFound(version);
    }
    if (!downgrade) {
      refuseLower(known, version);
    }
    Lock lock = new Lock(version, flashNow, clock.instant(), caller.name(), downgrade);
    return edits.edit(device, d -> d.withAssignment(d.assignment().locked(lock)));
  }

  private static void refuseLower(DeviceRecord device, FirmwareVersion version)
      throws RefusedException {
    Optional<FirmwareVersion> running =
        device
            .facts()
            .flatMap(facts -> facts.running(ModuleName.APPLICATION))
            .map(InstalledModule::version);
    if (running.filter(version::isOlderThan).isPresent()) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "device "
              + device.id()
              + " runs version "
              + running.get()
              + ", and "
              + version
              + " is lower",
          "say '--downgrade' (in the API \"downgrade\": true) if that is meant");
    }
  }
}
