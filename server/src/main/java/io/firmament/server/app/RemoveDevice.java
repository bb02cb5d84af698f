package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;
import java.util.List;
import java.util.Optional;

/**
 * Takes a device out of its product, with all that is kept of it, its credential and the name that
 * it had. One that proves itself by its product's authority comes back as a stranger, into
 * quarantine; to keep it away it is denied instead. What happened to it stays in the event stream.
 */
public final class RemoveDevice {
  private final StateStore store;
  private final Fleet fleet;
  private final Credentials credentials;
  private final Quarantine quarantine;
  private final Admissions admissions;
  private final DeviceLink link;

  RemoveDevice(
      StateStore store,
      Fleet fleet,
      Credentials credentials,
      Quarantine quarantine,
      Admissions admissions,
      DeviceLink link) {
    this.store = store;
    this.fleet = fleet;
    this.credentials = credentials;
    this.quarantine = quarantine;
    this.admissions = admissions;
    this.link = link;
  }

  /**
   * Removes a device; its association and its session end.
   *
   * @throws RefusedException NOT_FOUND
   */
  public void remove(DeviceId device, Caller caller) throws RefusedException {
    Conflicts.again(() -> once(device));
    admissions.forget(device);
    link.disconnect(device);
  }

  private DeviceRecord once(DeviceId id) throws RefusedException, ConflictException {
    Stored<DeviceRecord> read = EditDevice.found(fleet.device(id), id);
    DeviceRecord device = read.value();
    Change.Builder change = Change.change().remove(Tables.DEVICES, read);
    quarantine.leave(change, device.product(), id);
    credentials.remove(change, id);
    removeAt(change, Tables.PRODUCT_DEVICES, Tables.key(device.product(), id));
    removeAt(change, Tables.FLASHES, Tables.key(device.product(), id));
    removeAt(change, Tables.DEVICE_NAMES, RenameDevice.nameKey(device.name()));
    for (Table<?> table : List.of(Tables.ATTEMPTS, Tables.REPORTS, Tables.OWNERS)) {
      removeAt(change, table, Tables.key(id));
    }
    fleet
        .stored(Tables.ATTEMPT_HISTORY, Tables.key(id) + "/")
        .forEach(a -> change.remove(Tables.ATTEMPT_HISTORY, a));
    store.commit(change.build());
    return device;
  }

  private <T> void removeAt(Change.Builder change, Table<T> table, String key) {
    Optional<Stored<T>> there = store.find(table, key);
    there.ifPresent(record -> change.remove(table, record));
  }
}
