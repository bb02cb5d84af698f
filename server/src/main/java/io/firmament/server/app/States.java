package io.firmament.server.app;

import io.firmament.server.device.DeviceRecord;
import io.firmament.server.targeting.Decision;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.DeviceState;
import io.firmament.server.transfer.Progress;
import java.time.Instant;
import java.util.Optional;

/** How devices are, now. */
final class States {
  private final Fleet fleet;
  private final Sessions sessions;
  private final Turns turns;

  States(Fleet fleet, Sessions sessions, Turns turns) {
    this.fleet = fleet;
    this.sessions = sessions;
    this.turns = turns;
  }

  /**
   * A device as it is now.
   *
   * @param decision what is to be done for it
   * @param online whether it can be reached
   * @param attempt its latest update, running or ended
   * @param progress how far that is, while it is being sent
   * @param state the one state that it is in
   */
  record Look(
      Decision decision,
      boolean online,
      Optional<Attempt> attempt,
      Optional<Progress> progress,
      DeviceState state) {}

  Look look(DeviceRecord device, Instant now) {
    Decision decision = fleet.decide(device, turns.presence(device, now), now);
    boolean online = sessions.find(device.id()).filter(s -> s.isOnline(now)).isPresent();
    Optional<Attempt> attempt = fleet.attempt(device.id()).map(Stored::value);
    Optional<Progress> progress =
        sessions
            .progress(device.id())
            .filter(p -> attempt.filter(a -> a.commandId() == p.commandId()).isPresent());
    Optional<Attempt> running =
        attempt.filter(a -> !a.state().ended()).filter(a -> fleet.isWanted(device, a, now));
    DeviceState state = DeviceState.of(decision, online, running, progress, now);
    return new Look(decision, online, attempt, progress, state);
  }
}
