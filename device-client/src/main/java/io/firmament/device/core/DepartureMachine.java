package io.firmament.device.core;

import io.firmament.protocol.codec.ReportCodec;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.Goodbye;
import io.firmament.protocol.message.Paths;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How a device goes: with a goodbye, by ending its session, or by a reset. */
final class DepartureMachine {
  /** Time for an answer to leave before the device boots or its session is dropped. */
  static final Duration LINGER = Duration.ofMillis(500);

  /** A device that leaves does not wait longer than this for the cloud to hear its goodbye. */
  static final Duration FAREWELL = Duration.ofSeconds(10);

  private static final String GOODBYE = "goodbye";

  private final SlotStore store;
  private final OutboxMachine outbox;
  private final ReportMachine reports;
  private final ContactMachine contact;
  private final InstallMachine install;

  private Optional<Duration> lingerUntil = Optional.empty();
  private Optional<Duration> leaveUntil = Optional.empty();
  private Optional<BootReason> resetAfter = Optional.empty();
  private boolean safeMode;

  DepartureMachine(
      SlotStore store,
      OutboxMachine outbox,
      ReportMachine reports,
      ContactMachine contact,
      InstallMachine install) {
    this.store = store;
    this.outbox = outbox;
    this.reports = reports;
    this.contact = contact;
    this.install = install;
  }

  // ---- With a goodbye

  /** Says goodbye and disconnects (DEV14). */
  void leave(UpdateEvent.Leave leave, Moment now) throws StorageFailedException {
    if (!contact.isConnected()) {
      contact.disconnect(now);
      return;
    }
    leaveUntil = Optional.of(now.uptime().plus(FAREWELL));
    Goodbye.Why why = leave.sleeping() ? Goodbye.Why.SLEEP : Goodbye.Why.DISCONNECT;
    reports.report(
        GOODBYE,
        List.of(Paths.GOODBYE),
        (id, leaving) -> ReportCodec.encode(new Goodbye(id, why, leave.sleep().toSeconds())),
        (answer, then) -> answered(answer.isPresent(), then),
        now);
  }

  /** Who stays after all says so: the cloud has heard that he goes. */
  private void answered(boolean heard, Moment now) throws StorageFailedException {
    if (leaveUntil.isPresent()) {
      leave(now);
    } else if (heard) {
      contact.describeAgain(now);
    }
  }

  /** The goodbye was heard, or nobody hears it. */
  private void leave(Moment now) throws StorageFailedException {
    stay();
    contact.disconnect(now);
  }

  /** Does not leave after all. */
  void stay() {
    leaveUntil = Optional.empty();
    reports.withdraw(GOODBYE);
  }

  // ---- By the end of the session

  /** Ends the session when the cloud has heard of it (DEV13). */
  void endSession(Moment now) throws StorageFailedException {
    if (contact.isConnected()) {
      reports.event(
          "session",
          "spark/device/session/end",
          "",
          (answer, then) -> contact.endSession(then),
          now);
    } else {
      contact.endSession(now);
    }
  }

  /** Ends the session when the answer to the cloud's wish has left. */
  void endSessionSoon(Moment now) {
    lingerUntil = Optional.of(now.uptime().plus(LINGER));
  }

  // ---- By a reset

  /** Boots after a while; any reset applies what is ready (DEV10). */
  void reset(BootReason reason, boolean safe, Duration after, Moment now)
      throws StorageFailedException {
    if (install.isReady() && !safe) {
      install.apply(true, now);
      return;
    }
    safeMode = safe;
    resetAfter = Optional.of(reason);
    lingerUntil = Optional.of(now.uptime().plus(after));
    if (after.isZero()) {
      lingered(now);
    }
  }

  private void lingered(Moment now) throws StorageFailedException {
    lingerUntil = Optional.empty();
    if (resetAfter.isEmpty()) {
      contact.endSession(now);
      return;
    }
    store.checkpoint();
    store.announceReset(resetAfter.get(), safeMode);
    outbox.tell(new Notice.Resetting());
    outbox.say(new UpdateAction.Restart(resetAfter.get()));
  }

  // ---- Time

  void awake(Moment now) throws StorageFailedException {
    if (lingerUntil.filter(end -> now.uptime().compareTo(end) >= 0).isPresent()) {
      lingered(now);
    }
    if (leaveUntil.filter(end -> now.uptime().compareTo(end) >= 0).isPresent()) {
      leave(now);
    }
  }

  Optional<Duration> nextMoment() {
    return Stream.of(lingerUntil, leaveUntil).flatMap(Optional::stream).min(Duration::compareTo);
  }
}
