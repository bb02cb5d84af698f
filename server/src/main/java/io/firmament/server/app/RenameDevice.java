package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.server.device.DeviceRecord;
import java.util.Locale;
import java.util.Optional;

/** Gives a device another name. */
public final class RenameDevice {
  private final StateStore store;
  private final Fleet fleet;

  RenameDevice(StateStore store, Fleet fleet) {
    this.store = store;
    this.fleet = fleet;
  }

  /**
   * Renames a device.
   *
   * @throws RefusedException NOT_FOUND, INVALID, or CONFLICT when the name is taken
   */
  public DeviceRecord rename(DeviceId device, String name, Caller caller) throws RefusedException {
    return Conflicts.again(() -> once(device, name));
  }

  private DeviceRecord once(DeviceId id, String name) throws RefusedException, ConflictException {
    Stored<DeviceRecord> read = EditDevice.found(fleet.device(id), id);
    Change.Builder change = Change.change();
    DeviceRecord renamed = renamed(store, change, read.value(), name);
    if (!renamed.equals(read.value())) {
      store.commit(change.replace(Tables.DEVICES, read, renamed).build());
    }
    return renamed;
  }

  /**
   * Gives a name as part of a bigger change; the caller writes the device.
   *
   * @throws RefusedException INVALID, or CONFLICT when the name is taken
   */
  static DeviceRecord renamed(
      StateStore store, Change.Builder change, DeviceRecord device, String name)
      throws RefusedException {
    if (name.equals(device.name())) {
      return device;
    }
    DeviceRecord renamed = valid(device, name);
    String oldKey = nameKey(device.name());
    String newKey = nameKey(name);
    if (oldKey.equals(newKey)) {
      return renamed;
    }
    Optional<Stored<Tables.Ref>> holder = store.find(Tables.DEVICE_NAMES, newKey);
    if (holder.isPresent()) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "the name '" + name + "' is that of device " + holder.get().value().key(),
          "choose another name; names are compared without regard to case");
    }
    store.find(Tables.DEVICE_NAMES, oldKey).ifPresent(n -> change.remove(Tables.DEVICE_NAMES, n));
    if (!name.equals(device.id().hex())) {
      change.create(Tables.DEVICE_NAMES, newKey, new Tables.Ref(device.id().hex()));
    }
    return renamed;
  }

  static String nameKey(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static DeviceRecord valid(DeviceRecord device, String name) throws RefusedException {
    try {
      return device.withName(name);
    } catch (InvalidValueException e) {
      throw new RefusedException(
          RefusedException.Kind.INVALID, e.getMessage(), "choose another name");
    }
  }
}
