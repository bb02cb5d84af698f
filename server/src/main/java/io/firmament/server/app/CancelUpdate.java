package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Failure;
import io.firmament.server.device.FailureClass;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.trigger.Trigger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Stops the update that is on its way to a device, and holds its image back there until somebody
 * says {@code retry} or the target changes. A device that is away hears of it at its next contact;
 * one that was faster runs the new version, and nothing is held back.
 */
public final class CancelUpdate {
  private final StateStore store;
  private final Fleet fleet;
  private final PushOffers pushOffers;
  private final InstantSource clock;

  CancelUpdate(StateStore store, Fleet fleet, PushOffers pushOffers, InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.pushOffers = pushOffers;
    this.clock = clock;
  }

  /**
   * Stops what is under way.
   *
   * @return the device as it is now
   * @throws RefusedException NOT_FOUND when there is no such device, CONFLICT when nothing is under
   *     way to it
   */
  public DeviceRecord cancel(DeviceId device, Caller caller) throws RefusedException {
    DeviceRecord cancelled = Conflicts.again(() -> once(device, caller));
    pushOffers.push(device, Trigger.CHANGE);
    return cancelled;
  }

  private DeviceRecord once(DeviceId id, Caller caller) throws RefusedException, ConflictException {
    Stored<DeviceRecord> read = EditDevice.found(fleet.device(id), id);
    Optional<Attempt> running =
        fleet.attempt(id).map(Stored::value).filter(a -> !a.state().ended());
    if (running.isEmpty()) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "nothing is on its way to device " + id,
          "to keep it on a version, use 'firmament device lock'");
    }
    if (read.value().isCancelled(running.get().image())) {
      return read.value();
    }
    Instant now = clock.instant();
    DeviceRecord after =
        read.value().withFailure(failure(read.value(), running.get(), caller, now));
    Change.Builder change =
        Change.change()
            .replace(Tables.DEVICES, read, after)
            .event(EventNames.of(after, EventNames.FLASH_STATUS, EventNames.FAILED, now));
    if (running.get().cause().byHand()) {
      change.drop(Tables.FLASHES, Tables.key(after.product(), id));
    }
    store.commit(change.build());
    return after;
  }

  private static Failure failure(DeviceRecord device, Attempt attempt, Caller caller, Instant now) {
    return new Failure(
        attempt.image(),
        attempt.to(),
        FailureClass.CANCELLED,
        1,
        device.facts().map(f -> f.condition()).orElse(""),
        caller.name(),
        now);
  }
}
