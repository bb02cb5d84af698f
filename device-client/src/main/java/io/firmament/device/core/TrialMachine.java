package io.firmament.device.core;

import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.value.FirmwareVersion;
import java.time.Duration;
import java.util.Optional;

/**
 * The trial of a new version: it is confirmed after its self-test and a session with the cloud, and
 * left when the test fails or no session comes about in time (XFR3).
 */
final class TrialMachine {
  private final OutboxMachine outbox;
  private final SlotStore store;
  private final Duration confirmWithin;
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
      deadline = Optional.of(now.uptime().plus(confirmWithin));
      outbox.say(new UpdateAction.SelfTest());
    }
  }

  boolean isRunning() {
    return deadline.isPresent();
  }

  Optional<Duration> nextMoment() {
    return deadline;
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
