package io.firmament.server.transfer;

import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.InstalledModule;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ModuleName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a full hello says of a device's updates. What has happened has happened: a device that
 * confirms a version, or went back from it, ends the attempt that brought it, whatever was decided,
 * lost or begun in the meantime, and ends it once (ADR 34).
 */
public final class HelloRule {
  private final Optional<Attempt> latest;
  private final Supplier<List<Attempt>> past;
  private final Optional<UpdateOutcome> outcome;
  private final boolean outcomeIsNew;
  private final Optional<Digest> confirmed;
  private final boolean confirmedIsNew;

  /**
   * How an attempt ended.
   *
   * @param attempt as it was
   * @param step where it is now
   */
  public record Conclusion(Attempt attempt, AttemptRule.Step step) {}

  /**
   * What was read.
   *
   * @param conclusions one an attempt at most
   * @param stray a rollback that no attempt accounts for: the server came back from an older
   *     backup. The image is as bad
   */
  public record Reading(List<Conclusion> conclusions, Optional<UpdateOutcome> stray) {
    /** Keeps a copy. */
    public Reading {
      conclusions = List.copyOf(conclusions);
    }
  }

  private HelloRule(
      Optional<Attempt> latest,
      Supplier<List<Attempt>> past,
      ModuleName module,
      Optional<FullHello.Facts> before,
      FullHello.Facts said) {
    this.latest = latest;
    this.past = past;
    this.outcome = said.outcome();
    this.outcomeIsNew = !outcome.equals(before.flatMap(FullHello.Facts::outcome));
    this.confirmed = confirmed(said, module);
    this.confirmedIsNew = !confirmed.equals(before.flatMap(b -> confirmed(b, module)));
  }

  /**
   * Reads a hello.
   *
   * @param latest the device's latest attempt
   * @param past its other attempts, the newest first; asked for only when the latest one does not
   *     explain what is said
   * @param module the module that the attempts are about
   * @param before what the device said last
   * @param said what it says now
   */
  public static Reading read(
      Optional<Attempt> latest,
      Supplier<List<Attempt>> past,
      ModuleName module,
      Optional<FullHello.Facts> before,
      FullHello.Facts said) {
    return new HelloRule(latest, past, module, before, said).read();
  }

  private static Optional<Digest> confirmed(FullHello.Facts said, ModuleName module) {
    return said.module(module)
        .filter(m -> m.state() == ModuleState.CONFIRMED)
        .map(InstalledModule::image);
  }

  private Reading read() {
    List<Conclusion> conclusions = new ArrayList<>();
    updated()
        .map(a -> new Conclusion(a, AttemptRule.Step.to(AttemptState.UPDATED)))
        .ifPresent(conclusions::add);
    setBack()
        .filter(a -> conclusions.stream().noneMatch(c -> c.attempt().equals(a)))
        .map(a -> new Conclusion(a, setback(outcome.orElseThrow())))
        .ifPresent(conclusions::add);
    return new Reading(conclusions, stray(conclusions));
  }

  // ---- What went well

  /** The attempt that brought what is confirmed, unless that is known. */
  private Optional<Attempt> updated() {
    Optional<UpdateOutcome> told = told(UpdateOutcome.Result.UPDATED);
    Optional<Attempt> likely = latest.filter(a -> isConfirmed(a) && mayStillBe(a.state()));
    if (likely.filter(a -> !a.state().ended()).isPresent()) {
      return likely;
    }
    return told.filter(o -> outcomeIsNew || likely.isPresent())
        .flatMap(this::named)
        .or(() -> likely)
        .filter(a -> a.state() != AttemptState.UPDATED)
        .or(this::unnamed);
  }

  /** A later outcome may have taken the place of the one that would have said it. */
  private Optional<Attempt> unnamed() {
    boolean explained =
        !confirmedIsNew
            || confirmed.isEmpty()
            || told(UpdateOutcome.Result.UPDATED)
                .filter(o -> confirmed.get().equals(o.image()))
                .isPresent();
    return explained
        ? Optional.empty()
        : attempts()
            .takeWhile(a -> a.state() != AttemptState.UPDATED)
            .filter(a -> isConfirmed(a) && a.state().ended() && mayStillBe(a.state()))
            .findFirst();
  }

  private boolean isConfirmed(Attempt attempt) {
    return confirmed.filter(attempt.image()::equals).isPresent();
  }

  // ---- What did not

  /** The attempt that the device gave up or left again, unless that is known. */
  private Optional<Attempt> setBack() {
    Optional<Attempt> open =
        latest
            .filter(a -> isOpen(a.state()))
            .filter(a -> outcome.filter(o -> isOf(o, a)).isPresent());
    return told(UpdateOutcome.Result.UPDATED).isPresent()
        ? Optional.empty()
        : open.or(() -> newRollback().flatMap(this::named).filter(a -> mayHaveRun(a.state())));
  }

  private Optional<UpdateOutcome> newRollback() {
    return told(UpdateOutcome.Result.ROLLED_BACK).filter(o -> outcomeIsNew);
  }

  private static AttemptRule.Step setback(UpdateOutcome outcome) {
    return outcome.result() == UpdateOutcome.Result.ROLLED_BACK
        ? AttemptRule.ended(
            AttemptState.ROLLED_BACK, outcome.reason().orElse(RefusalReason.NOT_CONFIRMED))
        : AttemptRule.failed(outcome.reason().orElse(RefusalReason.STORAGE));
  }

  private Optional<UpdateOutcome> stray(List<Conclusion> conclusions) {
    return newRollback()
        .filter(
            o -> conclusions.stream().noneMatch(c -> c.step().state() == AttemptState.ROLLED_BACK))
        .filter(o -> named(o).filter(a -> a.state() == AttemptState.ROLLED_BACK).isEmpty());
  }

  // ---- Whose outcome it is

  private Optional<UpdateOutcome> told(UpdateOutcome.Result result) {
    return outcome.filter(o -> o.result() == result);
  }

  private Optional<Attempt> named(UpdateOutcome told) {
    return attempts()
        .filter(a -> a.spans(told.commandId()) && a.image().equals(told.image()))
        .findFirst();
  }

  /**
   * Whether an outcome is that of the latest attempt. A device that was whole already when it was
   * offered the same again may tell the number under which it began.
   */
  private boolean isOf(UpdateOutcome told, Attempt attempt) {
    boolean taken = outcomeIsNew && attempt.image().equals(told.image());
    return attempt.spans(told.commandId()) || taken && AttemptRule.transferred(attempt.reached());
  }

  /** The newest first. */
  private Stream<Attempt> attempts() {
    return Stream.concat(latest.stream(), Stream.of(past).flatMap(p -> p.get().stream()));
  }

  /** Whether it is not known yet how it ended. */
  private static boolean isOpen(AttemptState state) {
    return !state.ended() || state == AttemptState.LOST;
  }

  /**
   * Whether the device may have gone on all the same: one that was given up may come back, and one
   * that was told to stop may have been faster.
   */
  private static boolean mayStillBe(AttemptState state) {
    return isOpen(state) || state == AttemptState.SUPERSEDED;
  }

  private static boolean mayHaveRun(AttemptState state) {
    return mayStillBe(state) || state == AttemptState.FAILED;
  }
}
