package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Product;
import io.firmament.server.device.TransferLimits;
import io.firmament.server.session.Session;
import io.firmament.server.targeting.Presence;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.AttemptState;
import io.firmament.server.transfer.DeviceState;
import io.firmament.server.transfer.Progress;
import io.firmament.server.transfer.TurnsMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whose turn it is to be sent something. In memory: after a restart everybody asks anew. */
final class Turns {
  /** How long a turn waits for the offer that it is for. */
  private static final Duration UNUSED = Duration.ofSeconds(30);

  private final Fleet fleet;
  private final Sessions sessions;

  /** Guarded by this object. */
  private final TurnsMachine machine;

  Turns(Fleet fleet, Sessions sessions, TransferLimits limits) {
    this.fleet = fleet;
    this.sessions = sessions;
    this.machine =
        new TurnsMachine(
            limits,
            product -> fleet.product(product).map(Product::limits).orElse(TransferLimits.NONE));
  }

  /** A device's presence for the decision, with its place in the queue. */
  Presence presence(DeviceRecord device, Instant now) {
    Presence presence = sessions.presence(device, now);
    return presence.online() && !hasBegun(device.id())
        ? presence.inQueue(place(device, now))
        : presence;
  }

  private synchronized Optional<Long> place(DeviceRecord device, Instant now) {
    return machine.place(device.id(), device.product(), now);
  }

  /** Asks for a turn; whoever gets none is pushed to when his has come. */
  synchronized boolean take(DeviceRecord device, boolean flashNow, Instant now) {
    boolean beyond = flashNow || hasBegun(device.id());
    return machine.take(device.id(), device.product(), beyond, now);
  }

  /** Whether it stands in the queue. */
  synchronized boolean waits(DeviceId device) {
    return machine.waits(device);
  }

  synchronized void leave(DeviceId device) {
    machine.leave(device);
  }

  /** Takes turns from those who do not use them, and gives them to those who wait. */
  synchronized List<DeviceId> pass(Instant now) {
    machine.keep(turn -> isUsed(turn, now));
    return machine.grant(now);
  }

  /**
   * Who does not move counts for nobody: if he goes on after all, that is as one that has begun.
   */
  private boolean isUsed(Map.Entry<DeviceId, TurnsMachine.Turn> turn, Instant now) {
    DeviceId device = turn.getKey();
    Instant since = turn.getValue().since();
    if (sessions.find(device).filter(s -> isHere(s, now)).isEmpty()) {
      return false;
    }
    Optional<Attempt> running =
        fleet.attempt(device).map(Stored::value).filter(a -> !a.state().ended());
    return running.isEmpty()
        ? now.isBefore(since.plus(UNUSED))
        : isSent(running.get())
            && now.isBefore(moved(device, running.get(), since).plus(DeviceState.STALLED_AFTER));
  }

  private static boolean isSent(Attempt attempt) {
    return attempt.state() == AttemptState.OFFERED || attempt.state() == AttemptState.TRANSFERRING;
  }

  /** When something was last seen to go on: the turn, the attempt or a block. */
  private Instant moved(DeviceId device, Attempt attempt, Instant turn) {
    Instant since = attempt.since().isAfter(turn) ? attempt.since() : turn;
    return sessions
        .progress(device)
        .filter(p -> p.commandId() == attempt.commandId())
        .map(Progress::at)
        .filter(since::isBefore)
        .orElse(since);
  }

  private static boolean isHere(Session session, Instant now) {
    return session.isOnline(now);
  }

  private boolean hasBegun(DeviceId device) {
    return fleet
        .attempt(device)
        .map(Stored::value)
        .filter(a -> !a.state().ended() && a.state() != AttemptState.OFFERED)
        .isPresent();
  }
}
