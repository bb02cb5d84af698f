package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.session.Session;
import io.firmament.server.targeting.Decision;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.AttemptState;
import io.firmament.server.transfer.Progress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Finds devices and says how they are. */
public final class FindDevice {
  private final StateStore store;
  private final Fleet fleet;
  private final Sessions sessions;
  private final InstantSource clock;

  FindDevice(StateStore store, Fleet fleet, Sessions sessions, InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.sessions = sessions;
    this.clock = clock;
  }

  /**
   * The device with this id or name (feature PRD10).
   *
   * @throws RefusedException NOT_FOUND
   */
  public DeviceRecord named(String idOrName) throws RefusedException {
    Optional<DeviceId> id =
        DeviceId.isDeviceId(idOrName)
            ? Optional.of(new DeviceId(idOrName))
            : store
                .find(Tables.DEVICE_NAMES, RenameDevice.nameKey(idOrName))
                .map(ref -> new DeviceId(ref.value().key()));
    return id.flatMap(fleet::device)
        .map(Stored::value)
        .orElseThrow(() -> EditDevice.notFound(idOrName));
  }

  /** Everything there is to say of a device now: its state, its target and why (feature TGT15). */
  public DeviceView explain(DeviceRecord device) {
    Instant now = clock.instant();
    Optional<Session> session = sessions.find(device.id());
    Decision decision = fleet.decide(device, sessions.presence(device, now), now);
    Optional<Attempt> attempt = fleet.attempt(device.id()).map(Stored::value);
    Optional<Progress> progress =
        sessions
            .progress(device.id())
            .filter(p -> attempt.filter(a -> a.commandId() == p.commandId()).isPresent());
    return new DeviceView(
        device,
        session,
        session.filter(s -> s.isOnline(now)).isPresent(),
        decision,
        state(device, decision, attempt, progress),
        attempt,
        progress,
        FindGroups.names(fleet.catalogue(device.product()), device),
        ClaimDevice.owner(store, device.id()));
  }

  /**
   * The one state of a device: how far its update is while one leads to its target; otherwise why
   * nothing is sent; and what is due goes with the next contact.
   */
  private String state(
      DeviceRecord device,
      Decision decision,
      Optional<Attempt> attempt,
      Optional<Progress> progress) {
    Optional<Attempt> running =
        attempt
            .filter(a -> !a.state().ended())
            .filter(a -> fleet.isWanted(device, a, clock.instant()));
    if (running.isPresent()) {
      return running(running.get(), progress);
    }
    return decision.reason().map(Object::toString).orElse("NEXT_SESSION");
  }

  private static String running(Attempt attempt, Optional<Progress> progress) {
    if (attempt.state() != AttemptState.TRANSFERRING) {
      return attempt.state() + "(" + attempt.since() + ")";
    }
    return progress
        .map(p -> "TRANSFERRING(" + p.blocks() + ", " + p.of() + ")")
        .orElse("TRANSFERRING(0, 0)");
  }
}
