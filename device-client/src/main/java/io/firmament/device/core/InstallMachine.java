package io.firmament.device.core;

import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusVerdict;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.transfer.TransferStatistics;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** The life of an update, from the offer to the reset that tries it. */
final class InstallMachine implements IntakeMachine.Reaction, JudgingMachine.Reaction {
  /** The reset does not wait longer than this for the cloud to take note of it. */
  static final Duration FAREWELL = Duration.ofSeconds(10);

  /** After this time a device that was told to hold asks again. */
  static final Duration HOLD = Duration.ofSeconds(60);

  /** Progress is told no more often: reports share the link with the blocks. */
  static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(2);

  private enum Phase {
    IDLE,
    JUDGING,
    RECEIVING,
    VERIFYING,
    READY,
    APPLYING
  }

  private final SlotStore store;
  private final OutboxMachine outbox;
  private final ReportMachine reports;
  private final SwitchesMachine switches;
  private final OfferJudge judge;
  private final OfferDesk desk;
  private final JudgingMachine judging;
  private final IntakeMachine intake;

  private Phase phase = Phase.IDLE;
  private Optional<Duration> due = Optional.empty();
  private Duration since = Duration.ZERO;
  private Duration nextProgress = Duration.ZERO;
  private long commandId;
  private boolean held;
  private boolean demanded;

  InstallMachine(
      DeviceProfile profile,
      SlotStore store,
      OutboxMachine outbox,
      ReportMachine reports,
      SwitchesMachine switches,
      OfferJudge judge,
      TrustMachine trust,
      ImageDecoder decoder) {
    this.store = store;
    this.outbox = outbox;
    this.reports = reports;
    this.switches = switches;
    this.judge = judge;
    this.desk = new OfferDesk(new CommandJournal(store), judge, switches);
    this.judging =
        new JudgingMachine(
            outbox, new ClockMachine(outbox, store, profile.clockTrusted()), judge, trust, this);
    this.intake = new IntakeMachine(store, outbox, profile.transfer(), decoder, this);
  }

  // ---- Offers

  /** Takes an offer, or says why not; empty when it is outdated. */
  Optional<CommandJournal.Answer> offered(Offer candidate, boolean onTrial, Moment now)
      throws StorageFailedException {
    boolean busy = onTrial || phase == Phase.APPLYING;
    OfferDesk.Decision decision = desk.decide(candidate, busy, isActive(candidate.commandId()));
    if (decision.begin()) {
      begin(candidate, now);
    }
    return decision.answer();
  }

  /** Takes an offer that came in an answer, which has no answer itself: a refusal is reported. */
  void offeredInAnswer(Offer candidate, boolean onTrial, Moment now) throws StorageFailedException {
    Optional<RefusalReason> refused = offered(candidate, onTrial, now).flatMap(OfferDesk::reasonOf);
    if (refused.isPresent()) {
      reports.refusal(candidate.commandId(), refused.get(), now);
    }
  }

  /** Ends the update of this command, a staged one too; what was received of it is kept. */
  CommandJournal.Answer cancel(long id) throws StorageFailedException {
    if (isActive(id)) {
      store.checkpoint();
      store.unstage(RefusalReason.CANCELLED);
      end();
      outbox.tell(new Notice.Failed(RefusalReason.CANCELLED, "the cloud cancelled the update"));
    }
    return new CommandJournal.Answer(CoapCode.CHANGED, new byte[0]);
  }

  private boolean isActive(long id) {
    return phase != Phase.IDLE && commandId == id;
  }

  private void begin(Offer accepted, Moment now) throws StorageFailedException {
    end();
    commandId = accepted.commandId();
    Optional<UpdateOutcome> ended = judge.ended(accepted);
    if (ended.isPresent()) {
      ended
          .get()
          .reason()
          .ifPresent(reason -> report(Status.Phase.FAILED, Optional.of(reason), now));
    } else if (judge.isStaged(accepted)) {
      ready(now);
    } else {
      enter(Phase.JUDGING, now);
      judging.begin(accepted, now);
    }
  }

  /** Another root document is believed: what comes from a key that is not any more, ends. */
  void trustChanged(Moment now) throws StorageFailedException {
    Optional<OfferJudge.Judgement.Refuse> why = judge.distrusted(intake.order());
    if (why.isPresent()) {
      fail(why.get().reason(), why.get().detail(), now);
      store.unstage(why.get().reason());
    }
  }

  @Override
  public void refused(RefusalReason reason, String detail, Moment now)
      throws StorageFailedException {
    fail(reason, detail, now);
  }

  // ---- What becomes of its image

  @Override
  public void ordered(UpdateOrder order, Moment now) throws StorageFailedException {
    intake.receive(order, now);
  }

  @Override
  public void receiving(Moment now) {
    enter(Phase.RECEIVING, now);
    nextProgress = now.uptime();
    report(Status.Phase.STARTED, Optional.empty(), now);
  }

  @Override
  public void progressed(Moment now) {
    if (now.uptime().compareTo(nextProgress) >= 0) {
      nextProgress = now.uptime().plus(PROGRESS_INTERVAL);
      report(Status.Phase.TRANSFERRING, Optional.empty(), now);
    }
  }

  @Override
  public void stalled(Moment now) {
    due = Optional.empty();
  }

  @Override
  public void verifying(Moment now) {
    enter(Phase.VERIFYING, now);
    report(Status.Phase.VERIFYING, Optional.empty(), now);
  }

  @Override
  public void staged(Moment now) {
    ready(now);
  }

  // ---- Applying

  private void ready(Moment now) {
    enter(Phase.READY, now);
    if (switches.resetEnabled() && !held) {
      apply(false, now);
    } else {
      report(Status.Phase.READY_TO_APPLY, Optional.empty(), now);
      outbox.tell(new Notice.ResetPending());
      reports.event("reset", "particle/device/reset/pending", "true", now);
    }
  }

  /**
   * Says goodbye and boots; where nobody answers, boots all the same.
   *
   * @param demand whether somebody asked for just that: the application's switch does not stop it
   */
  void apply(boolean demand, Moment now) {
    demanded |= demand && (phase == Phase.READY || phase == Phase.APPLYING);
    if (phase == Phase.READY) {
      enter(Phase.APPLYING, now);
      due = Optional.of(now.uptime().plus(FAREWELL));
      report(Status.Phase.REBOOTING, Optional.empty(), now);
    }
  }

  private void restart(Moment now) {
    if (!switches.resetEnabled() && !demanded) {
      ready(now); // Disabled in the meantime.
      return;
    }
    due = Optional.empty();
    try {
      store.announceReset(BootReason.UPDATE, false);
    } catch (StorageFailedException unannounced) {
      // The boot happens all the same: it only cannot say why.
      outbox.tell(new Notice.StorageTrouble(unannounced));
    }
    outbox.tell(new Notice.Resetting());
    outbox.say(new UpdateAction.Restart(BootReason.UPDATE));
  }

  boolean isReady() {
    return phase == Phase.READY;
  }

  /** Whether an update was begun that does not run yet. */
  boolean isUnderWay() {
    return phase != Phase.IDLE;
  }

  // ---- Contact and time

  boolean isTransferring() {
    return phase == Phase.RECEIVING && !held;
  }

  long probes() {
    return transfer().map(TransferStatistics::probes).orElse(0L);
  }

  /** What the transfer under way, or the last one, did; empty where there is none. */
  Optional<TransferStatistics> transfer() {
    return intake.statistics();
  }

  void met(Moment now) throws StorageFailedException {
    if (phase == Phase.JUDGING) {
      judging.proceed(now);
    } else if (isTransferring()) {
      intake.proceed(now);
    }
  }

  void parted(Moment now) throws StorageFailedException {
    if (phase == Phase.RECEIVING) {
      store.checkpoint();
      intake.hold(now);
    }
  }

  void awake(Moment now) throws StorageFailedException {
    intake.awake(now);
    if (due.filter(moment -> now.uptime().compareTo(moment) >= 0).isEmpty()) {
      return;
    }
    due = Optional.empty();
    if (phase == Phase.APPLYING) {
      restart(now);
    } else if (held) {
      report(wirePhase(), Optional.empty(), now);
    }
  }

  Optional<Duration> nextMoment() {
    return Stream.of(due, intake.nextMoment()).flatMap(Optional::stream).min(Duration::compareTo);
  }

  /** Ends the update that is under way, and says so. */
  void fail(RefusalReason reason, String detail, Moment now) throws StorageFailedException {
    if (phase == Phase.IDLE) {
      return;
    }
    report(Status.Phase.FAILED, Optional.of(reason), now);
    boolean worthless = phase == Phase.RECEIVING && reason == RefusalReason.ENCODED_DIGEST;
    end();
    outbox.tell(new Notice.Failed(reason, detail));
    if (worthless) {
      store.giveUp(reason);
    }
  }

  private void end() {
    judging.abandon();
    intake.end();
    due = Optional.empty();
    held = false;
    demanded = false;
    phase = Phase.IDLE;
  }

  private void enter(Phase next, Moment now) {
    phase = next;
    since = now.uptime();
    due = Optional.empty();
  }

  // ---- Reports

  private void report(Status.Phase state, Optional<RefusalReason> reason, Moment now) {
    long command = commandId;
    Duration began = since;
    Optional<Status.Progress> progress =
        state == Status.Phase.TRANSFERRING ? intake.progress() : Optional.<Status.Progress>empty();
    reports.status(
        (id, leaving) -> new Status(id, command, state, reason, lasted(began, leaving), progress),
        command,
        (verdict, then) -> reported(command, state, verdict, then),
        now);
  }

  private static long lasted(Duration began, Moment now) {
    return now.uptime().minus(began).toSeconds();
  }

  private void reported(long command, Status.Phase state, StatusVerdict verdict, Moment now)
      throws StorageFailedException {
    if (!isActive(command) || state == Status.Phase.FAILED) {
      return;
    }
    if (verdict == StatusVerdict.CANCEL) {
      cancel(command);
    } else if (verdict == StatusVerdict.HOLD) {
      hold(now);
    } else {
      proceed(state, now);
    }
  }

  private void hold(Moment now) throws StorageFailedException {
    held = true;
    if (phase == Phase.RECEIVING) {
      intake.hold(now);
    } else if (phase == Phase.APPLYING) {
      enter(Phase.READY, now);
    }
    if (phase != Phase.VERIFYING) {
      due = Optional.of(now.uptime().plus(HOLD));
    }
  }

  private void proceed(Status.Phase state, Moment now) throws StorageFailedException {
    boolean released = held;
    held = false;
    if (phase == Phase.APPLYING && state == Status.Phase.REBOOTING) {
      restart(now);
    } else if (released && phase == Phase.RECEIVING) {
      due = Optional.empty();
      intake.proceed(now);
    } else if (released && phase == Phase.READY && (switches.resetEnabled() || demanded)) {
      apply(false, now);
    }
  }

  private Status.Phase wirePhase() {
    return phase == Phase.READY ? Status.Phase.READY_TO_APPLY : Status.Phase.TRANSFERRING;
  }
}
