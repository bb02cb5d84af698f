package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.session.Session;
import io.firmament.server.targeting.ClosedGate;
import io.firmament.server.targeting.Decision;
import io.firmament.server.targeting.ReasonCode;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.AttemptState;
import io.firmament.server.transfer.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Offers again what is due to a device that is here and that nothing came of, whatever the reason:
 * it was busy, answered what nobody understood, or the push was lost. So it does with what a device
 * is to be told beside offers: to give up, that updates are forced, that one is pending. What makes
 * that due is told when it happens; this looks at how things are. Used by one thread.
 */
final class RepeatOffers {
  /** How often each device is looked at. */
  private static final Duration EVERY = Duration.ofSeconds(30);

  /** How long a device is left in peace after an offer; twice as long after each repetition. */
  private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(2);

  /** How long a device is given to answer what it was told. */
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(16);

  /** Devices looked at in one go: the rest follows a second later. */
  private static final int AT_ONCE = 5_000;

  private final Fleet fleet;
  private final Sessions sessions;
  private final Turns turns;
  private final PushOffers pushOffers;
  private final Map<DeviceId, Repetition> repetitions = new HashMap<>();
  private Iterator<Map.Entry<DeviceId, Session>> walk = Collections.emptyIterator();
  private Instant next = Instant.MIN;

  RepeatOffers(Fleet fleet, Sessions sessions, Turns turns, PushOffers pushOffers) {
    this.fleet = fleet;
    this.sessions = sessions;
    this.turns = turns;
    this.pushOffers = pushOffers;
  }

  /**
   * What a device has not got.
   *
   * @param offer the manifest that is to be offered, if one is
   * @param word whether something else is to be told
   */
  private record Due(Optional<Digest> offer, boolean word) {}

  /**
   * What was repeated last.
   *
   * @param due what was due
   * @param next when it may be repeated once more
   * @param pause how long that was from the last time
   */
  private record Repetition(Due due, Instant next, Duration pause) {
    static Repetition after(Due due, Duration pause, Instant now) {
      return new Repetition(due, now.plus(pause), pause);
    }

    Repetition after(Instant now) {
      Duration doubled = pause.multipliedBy(2);
      Duration longer = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
      return after(due, longer, now);
    }
  }

  /** Looks at some of the devices that are here; to be called every second or so. */
  void look(Instant now) {
    if (!walk.hasNext() && !now.isBefore(next)) {
      next = now.plus(EVERY);
      walk = sessions.walk();
    }
    for (int looked = 0; looked < AT_ONCE && walk.hasNext(); looked++) {
      Map.Entry<DeviceId, Session> here = walk.next();
      lookAt(here.getKey(), here.getValue(), now);
    }
  }

  private void lookAt(DeviceId device, Session session, Instant now) {
    if (!session.greeted() || !session.isOnline(now)) {
      repetitions.remove(device);
      return;
    }
    boolean word = pushOffers.isToBeTold(device);
    boolean inPeace = isLeftInPeace(device, now);
    if (inPeace && !word) {
      return;
    }
    Due due = new Due(inPeace ? Optional.empty() : offer(device, now), word);
    if (due.offer().isEmpty() && !word) {
      repetitions.remove(device);
      return;
    }
    repeat(device, due, now);
  }

  private void repeat(DeviceId device, Due due, Instant now) {
    Optional<Repetition> before =
        Optional.ofNullable(repetitions.get(device)).filter(r -> r.due().equals(due));
    if (before.isEmpty() && due.offer().isEmpty()) {
      // Perhaps it is on its way.
      repetitions.put(device, Repetition.after(due, ANSWERS_WITHIN, now));
    } else if (before.filter(r -> now.isBefore(r.next())).isEmpty()
        && pushOffers.pushAgain(device)) {
      repetitions.put(
          device, before.map(r -> r.after(now)).orElse(Repetition.after(due, SHORTEST_PAUSE, now)));
    }
  }

  /** Whether its update goes on, or something was said of it just now. */
  private boolean isLeftInPeace(DeviceId device, Instant now) {
    Optional<Attempt> latest = fleet.attempt(device).map(Stored::value);
    if (latest.isEmpty()) {
      return false;
    }
    Attempt attempt = latest.get();
    boolean begun = !attempt.state().ended() && attempt.state() != AttemptState.OFFERED;
    return begun
        || now.isBefore(attempt.since().plus(SHORTEST_PAUSE))
        || sessions.progress(device).filter(p -> isFetching(p, attempt, now)).isPresent();
  }

  /** Blocks are on their way although the word that it has begun is not there. */
  private static boolean isFetching(Progress progress, Attempt attempt, Instant now) {
    return !attempt.state().ended()
        && progress.commandId() == attempt.commandId()
        && now.isBefore(progress.at().plus(SHORTEST_PAUSE));
  }

  /** What is to be offered to a device now, or would be if it stood in the queue for a turn. */
  private Optional<Digest> offer(DeviceId device, Instant now) {
    return fleet
        .device(device)
        .map(Stored::value)
        .filter(fleet::isPending)
        .flatMap(d -> offer(d, now));
  }

  private Optional<Digest> offer(DeviceRecord device, Instant now) {
    Decision decision = fleet.decide(device, turns.presence(device, now), now);
    Optional<ReasonCode> first = decision.closed().stream().findFirst().map(ClosedGate::code);
    boolean unqueued =
        first.filter(c -> c == ReasonCode.RATE_LIMITED).isPresent() && !turns.waits(device.id());
    return first.isEmpty() || unqueued
        ? decision.target().map(t -> t.firmware().manifest().digest())
        : Optional.empty();
  }
}
