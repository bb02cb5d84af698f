package io.firmament.device.core;

import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.value.FirmwareVersion;
import java.time.Duration;
import java.util.Optional;

/**
 * The trial of a new version: it is confirmed after its self-test and a session with the cloud, and
 * left when the test fails or no session comes about in time (XFR3).
 *
 * <p>That time is the time for which the version has run, over its boots, by the clock that never
 * goes back. The time of day has no say: wrong, it would take a good version back early, or keep a
 * bad one for ever. What ran since the last note is lost with a boot, and boots are counted.
 */
final class TrialMachine {
  private final OutboxMachine outbox;
  private final SlotStore store;

  /** So many notes are made within the time that a trial has. */
  private static final int NOTES = 48;

  private static final Duration LEAST_INTERVAL = Duration.ofMinutes(1);

  private final Duration confirmWithin;
  private Duration began = Duration.ZERO;
  private Duration ranBefore = Duration.ZERO;
  private Duration noteAt = Duration.ZERO;
  private Optional<Duration> deadline = Optional.empty();
  private boolean tested;
  private boolean met;

  TrialMachine(OutboxMachine outbox, SlotStore store, Duration confirmWithin) {
    this.outbox = outbox;
    this.store = store;
    this.confirmWithin = confirmWithin;
  }

  void start(Moment now) {
    if (store.booted().trial()) {
      began = now.uptime();
      ranBefore = store.trialTime();
      noteAt = began.plus(interval());
      Duration left = confirmWithin.minus(ranBefore);
      deadline = Optional.of(left.isNegative() ? began : began.plus(left));
      outbox.say(new UpdateAction.SelfTest());
    }
  }

  boolean isRunning() {
    return deadline.isPresent();
  }

  Optional<Duration> nextMoment() {
    return deadline.map(end -> end.compareTo(noteAt) < 0 ? end : noteAt);
  }

  private Duration interval() {
    Duration part = confirmWithin.dividedBy(NOTES);
    return part.compareTo(LEAST_INTERVAL) < 0 ? LEAST_INTERVAL : part;
  }

  /** The self-test has ended; whether the version was confirmed by that. */
  boolean tested(boolean passed) throws StorageFailedException {
    if (!isRunning()) {
      return false;
    }
    if (!passed) {
      rollBack(RefusalReason.SELF_TEST);
      return false;
    }
    tested = true;
    return confirmIfProved();
  }

  /** There is a session with the cloud; whether the version was confirmed by that. */
  boolean met() throws StorageFailedException {
    met = true;
    return isRunning() && confirmIfProved();
  }

  void awake(Moment now) throws StorageFailedException {
    if (deadline.filter(end -> now.uptime().compareTo(end) >= 0).isPresent()) {
      rollBack(RefusalReason.NOT_CONFIRMED);
    } else if (isRunning() && now.uptime().compareTo(noteAt) >= 0) {
      noteAt = now.uptime().plus(interval());
      note(now);
    }
  }

  /** A note that cannot be kept is no reason to end anything. */
  private void note(Moment now) {
    try {
      store.noteTrialTime(ranBefore.plus(now.uptime()).minus(began));
    } catch (StorageFailedException failure) {
      outbox.tell(new Notice.StorageTrouble(failure));
    }
  }

  private boolean confirmIfProved() throws StorageFailedException {
    if (!tested || !met) {
      return false;
    }
    store.confirm();
    deadline = Optional.empty();
    outbox.tell(new Notice.Confirmed(version()));
    return true;
  }

  private void rollBack(RefusalReason reason) throws StorageFailedException {
    deadline = Optional.empty();
    store.rollBack(reason);
    outbox.tell(new Notice.RolledBack(version(), reason));
    outbox.tell(new Notice.Resetting());
    outbox.say(new UpdateAction.Restart(BootReason.ROLLBACK));
  }

  private FirmwareVersion version() {
    return store.booted().running().orElseThrow().facts().version();
  }
}
