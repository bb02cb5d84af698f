package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.Approval;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.trigger.Trigger;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes what operators decide for one device; whatever follows from it is done behind it. */
final class EditDevice {
  private final StateStore store;
  private final Fleet fleet;
  private final Quarantine quarantine;
  private final Admissions admissions;
  private final PushOffers pushOffers;

  EditDevice(
      StateStore store,
      Fleet fleet,
      Quarantine quarantine,
      Admissions admissions,
      PushOffers pushOffers) {
    this.store = store;
    this.fleet = fleet;
    this.quarantine = quarantine;
    this.admissions = admissions;
    this.pushOffers = pushOffers;
  }

  /**
   * Changes a device.
   *
   * @throws RefusedException NOT_FOUND when there is no such device
   */
  DeviceRecord edit(DeviceId id, UnaryOperator<DeviceRecord> how) throws RefusedException {
    DeviceRecord edited = Conflicts.again(() -> once(id, how));
    admissions.forget(id);
    pushOffers.push(id, Trigger.CHANGE);
    return edited;
  }

  private DeviceRecord once(DeviceId id, UnaryOperator<DeviceRecord> how)
      throws RefusedException, ConflictException {
    Stored<DeviceRecord> read = found(fleet.device(id), id);
    DeviceRecord after = how.apply(read.value());
    if (!after.equals(read.value())) {
      Change.Builder change = Change.change().replace(Tables.DEVICES, read, after);
      if (after.approval() != Approval.QUARANTINED) {
        quarantine.leave(change, after.product(), id);
      }
      store.commit(change.build());
    }
    return after;
  }

  static Stored<DeviceRecord> found(Optional<Stored<DeviceRecord>> device, DeviceId id)
      throws RefusedException {
    return device.orElseThrow(() -> notFound(id.hex()));
  }

  static RefusedException notFound(String device) {
    return new RefusedException(
        RefusedException.Kind.NOT_FOUND,
        "there is no device '" + device + "'",
        "see 'firmament device list --product P', or add it with 'firmament device add'");
  }
}
