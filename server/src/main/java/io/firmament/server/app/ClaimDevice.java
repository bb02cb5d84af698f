package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;
import java.util.Optional;

/**
 * Says whose a device is. It changes nothing about who may do what with it: members of its product
 * need no claim (feature TGT5).
 */
public final class ClaimDevice {
  private final StateStore store;
  private final Fleet fleet;

  ClaimDevice(StateStore store, Fleet fleet) {
    this.store = store;
    this.fleet = fleet;
  }

  /**
   * Makes a device the caller's.
   *
   * @param transfer whether somebody else's is taken over
   * @throws RefusedException NOT_FOUND, or CONFLICT when it is somebody else's
   */
  public DeviceRecord claim(DeviceId device, boolean transfer, Caller caller)
      throws RefusedException {
    return Conflicts.again(
        () -> {
          Stored<DeviceRecord> read = EditDevice.found(fleet.device(device), device);
          Optional<String> owner = owner(store, device);
          if (owner.filter(o -> !o.equals(caller.name())).isPresent() && !transfer) {
            throw new RefusedException(
                RefusedException.Kind.CONFLICT,
                "device " + device + " belongs to someone else: " + owner.get(),
                "let it be unclaimed first, or say \"request_transfer\": true");
          }
          Tables.Ref now = new Tables.Ref(caller.name());
          store.commit(
              Change.change()
                  .replace(Tables.DEVICES, read, read.value())
                  .put(Tables.OWNERS, Tables.key(device), now)
                  .build());
          return read.value();
        });
  }

  /**
   * Makes a device nobody's; one that is nobody's stays so.
   *
   * @throws RefusedException NOT_FOUND
   */
  public void unclaim(DeviceId device, Caller caller) throws RefusedException {
    Conflicts.again(
        () -> {
          Stored<DeviceRecord> read = EditDevice.found(fleet.device(device), device);
          Optional<Stored<Tables.Ref>> owner = store.find(Tables.OWNERS, Tables.key(device));
          if (owner.isPresent()) {
            store.commit(Change.change().remove(Tables.OWNERS, owner.get()).build());
          }
          return read.value();
        });
  }

  static Optional<String> owner(StateStore store, DeviceId device) {
    return store.find(Tables.OWNERS, Tables.key(device)).map(ref -> ref.value().key());
  }
}
