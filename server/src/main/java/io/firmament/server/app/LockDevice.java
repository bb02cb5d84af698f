package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Lock;
import java.time.InstantSource;

/** Binds a device to one version (features TGT6, TGT7). */
public final class LockDevice {
  private final EditDevice edits;
  private final Fleet fleet;
  private final NamedVersions versions;
  private final InstantSource clock;

  LockDevice(EditDevice edits, Fleet fleet, NamedVersions versions, InstantSource clock) {
    this.edits = edits;
    this.fleet = fleet;
    this.versions = versions;
    this.clock = clock;
  }

  /**
   * Locks a device, to a lower version than it runs, too.
   *
   * @param flashNow offered at once if the device is online
   * @throws RefusedException NOT_FOUND when there is no such device or version
   */
  public DeviceRecord lock(
      DeviceId device, FirmwareVersion version, boolean flashNow, Caller caller)
      throws RefusedException {
    return versions.naming(() -> locked(device, version, flashNow, caller));
  }

  private DeviceRecord locked(
      DeviceId device, FirmwareVersion version, boolean flashNow, Caller caller)
      throws RefusedException {
    DeviceRecord known = EditDevice.found(fleet.device(device), device).value();
    if (fleet.firmware(known.product(), version).isEmpty()) {
      throw FindFirmware.notFound(version);
    }
    Lock lock = new Lock(version, flashNow, clock.instant(), caller.name());
    return edits.edit(device, d -> d.withAssignment(d.assignment().locked(lock)));
  }
}
