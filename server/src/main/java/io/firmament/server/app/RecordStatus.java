package io.firmament.server.app;

import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusVerdict;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.Approval;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.FailureClass;
import io.firmament.server.session.ReportWindow;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.AttemptRule;
import io.firmament.server.transfer.AttemptState;
import io.firmament.server.transfer.FailureRule;
import io.firmament.server.transfer.Progress;
import io.firmament.server.transfer.Restarts;
import io.firmament.server.trigger.Trigger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes a device's word on its update, and says whether to go on. */
public final class RecordStatus {
  private final StateStore store;
  private final Fleet fleet;
  private final Sessions sessions;
  private final PushOffers pushOffers;
  private final BreakRelease breaker;
  private final NoteContact noteContact;
  private final InstantSource clock;

  RecordStatus(
      StateStore store,
      Fleet fleet,
      Sessions sessions,
      PushOffers pushOffers,
      BreakRelease breaker,
      NoteContact noteContact,
      InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.sessions = sessions;
    this.pushOffers = pushOffers;
    this.breaker = breaker;
    this.noteContact = noteContact;
    this.clock = clock;
  }

  /**
   * Records a status; a repetition changes nothing. A step forward is durable before it is
   * answered; mere progress is kept in memory, since the device says it again. One that boots is
   * away until it is heard again.
   */
  public CompletionStage<StatusVerdict> record(DeviceId device, Status status) {
    status
        .progress()
        .ifPresent(
            p ->
                sessions.acknowledged(
                    device, status.commandId(), p.blocks(), p.of(), clock.instant()));
    Instant said = clock.instant();
    return Conflicts.retried(() -> once(device, status, said));
  }

  private CompletionStage<StatusVerdict> once(DeviceId id, Status status, Instant said) {
    Optional<Stored<DeviceRecord>> device = fleet.device(id);
    Optional<Stored<Attempt>> latest =
        fleet.attempt(id).filter(a -> a.value().commandId() == status.commandId());
    if (device.isEmpty() || latest.isEmpty()) {
      return CompletableFuture.completedStage(StatusVerdict.CANCEL);
    }
    Attempt attempt = latest.get().value();
    StatusVerdict verdict = verdict(device.get().value(), attempt);
    Optional<AttemptRule.Step> leads = AttemptRule.onStatus(attempt.state(), status);
    Optional<ReportWindow> window = ReportLog.taken(store, id, status.id());
    Restarts restarts = restarts(id, attempt, status);
    if (window.isEmpty() || leads.isEmpty() && restarts.equals(attempt.restarts())) {
      if (verdict == StatusVerdict.CANCEL) {
        pushOffers.follow(id);
      }
      return CompletableFuture.completedStage(verdict);
    }
    Stored<Attempt> counted =
        new Stored<>(latest.get().key(), latest.get().revision(), attempt.withRestarts(restarts));
    if (restarts.isLoop()) {
      return looped(device.get(), counted, window.get());
    }
    return store
        .submit(change(device.get(), counted, leads, status.since(), window.get()))
        .thenApply(sequence -> heeded(device.get().value(), leads, verdict, said));
  }

  /** What follows once a step is durable. */
  private StatusVerdict heeded(
      DeviceRecord device, Optional<AttemptRule.Step> leads, StatusVerdict verdict, Instant said) {
    Optional<RefusalReason> reason = leads.flatMap(AttemptRule.Step::reason);
    boolean ended = leads.filter(s -> s.state().ended()).isPresent();
    reason.ifPresent(r -> onceMore(device.id(), r));
    if (reason.isPresent()) {
      breaker.failed(device.product());
    }
    if (leads.filter(s -> s.state() == AttemptState.REBOOTING).isPresent()) {
      noteContact.boots(device.id(), said);
    }
    if (verdict == StatusVerdict.CANCEL && !ended) {
      pushOffers.follow(device.id());
    }
    return ended ? StatusVerdict.PROCEED : verdict;
  }

  /** Whether the device began anew: after a boot, not after a break of its link. */
  private Restarts restarts(DeviceId device, Attempt attempt, Status status) {
    if (status.phase() != Status.Phase.STARTED || attempt.state().ended()) {
      return attempt.restarts();
    }
    long blocks =
        sessions
            .progress(device)
            .filter(p -> p.commandId() == attempt.commandId())
            .map(Progress::blocks)
            .orElse(0L);
    return attempt.restarts().begun(status.id().bootCount(), blocks, clock.instant());
  }

  private CompletionStage<StatusVerdict> looped(
      Stored<DeviceRecord> device, Stored<Attempt> latest, ReportWindow window) {
    Change.Builder change = Change.change();
    DeviceRecord after = RecordOutcome.looped(change, device.value(), latest, clock.instant());
    change.replace(Tables.DEVICES, device, after);
    ReportLog.keep(change, store, device.value().id(), window);
    return store
        .submit(change.build())
        .thenApply(
            sequence -> {
              breaker.failed(after.product());
              return StatusVerdict.CANCEL;
            });
  }

  private Change change(
      Stored<DeviceRecord> device,
      Stored<Attempt> latest,
      Optional<AttemptRule.Step> step,
      long sinceSeconds,
      ReportWindow window) {
    Instant now = clock.instant();
    Instant since = now.minusSeconds(sinceSeconds);
    Change.Builder change = Change.change();
    if (step.isPresent()) {
      DeviceRecord after =
          RecordOutcome.step(change, device.value(), latest, step.get(), since, now);
      if (!after.equals(device.value())) {
        change.replace(Tables.DEVICES, device, after);
      }
    } else {
      change.replace(Tables.ATTEMPTS, latest, latest.value());
    }
    ReportLog.keep(change, store, device.value().id(), window);
    return change.build();
  }

  /** What arrived broken is sent once more, from zero, at once. */
  private void onceMore(DeviceId device, RefusalReason reason) {
    if (FailureRule.classOf(reason).filter(c -> c == FailureClass.VERIFY_FAILED).isPresent()) {
      pushOffers.push(device, Trigger.CHANGE);
    }
  }

  /** Whether the attempt still leads to the device's target. */
  private StatusVerdict verdict(DeviceRecord device, Attempt attempt) {
    boolean wanted =
        device.approval() == Approval.APPROVED
            && attempt.state() != AttemptState.SUPERSEDED
            && fleet.isWanted(device, attempt, clock.instant());
    return wanted ? StatusVerdict.PROCEED : StatusVerdict.CANCEL;
  }
}
