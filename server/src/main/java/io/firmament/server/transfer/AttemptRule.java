package io.firmament.server.transfer;

import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.value.ModuleName;
import io.firmament.server.device.FailureClass;
import java.util.Optional;

/** How what a device says moves an attempt on. */
public final class AttemptRule {
  private AttemptRule() {}

  /**
   * Where something leads.
   *
   * @param state the state that the attempt is in now
   * @param reason the device's reason, where it failed
   */
  public record Step(AttemptState state, Optional<RefusalReason> reason) {
    private static Step to(AttemptState state) {
      return new Step(state, Optional.empty());
    }
  }

  /**
   * Where a status leads.
   *
   * @param now the state that the attempt is in
   * @return empty when it leads nowhere: the attempt has ended, is there already, or the status
   *     came late. Only a device that starts anew goes back
   */
  public static Optional<Step> onStatus(AttemptState now, Status status) {
    Step step = meant(status);
    boolean back = status.phase() != Status.Phase.STARTED && step.state().compareTo(now) < 0;
    return now.ended() || step.state() == now || back ? Optional.empty() : Optional.of(step);
  }

  private static Step meant(Status status) {
    return switch (status.phase()) {
      case STARTED, TRANSFERRING -> Step.to(AttemptState.TRANSFERRING);
      case VERIFYING -> Step.to(AttemptState.VERIFYING);
      case READY_TO_APPLY -> Step.to(AttemptState.READY_TO_APPLY);
      case REBOOTING -> Step.to(AttemptState.REBOOTING);
      case FAILED -> failed(status.reason().orElse(RefusalReason.STORAGE));
    };
  }

  /**
   * Where a full hello leads. An update that was withdrawn may have been faster than the word of
   * it, and a device that was given up may come back: then it has happened all the same.
   *
   * @param module the module that the attempt is about
   * @return empty when it says nothing about the attempt
   */
  public static Optional<Step> onHello(Attempt attempt, ModuleName module, FullHello.Facts said) {
    if (attempt.state().ended()
        && attempt.state() != AttemptState.SUPERSEDED
        && attempt.state() != AttemptState.LOST) {
      return Optional.empty();
    }
    boolean confirmed =
        said.module(module)
            .filter(m -> m.image().equals(attempt.image()) && m.state() == ModuleState.CONFIRMED)
            .isPresent();
    if (confirmed) {
      return Optional.of(Step.to(AttemptState.UPDATED));
    }
    return said.outcome()
        .filter(o -> isOpen(attempt.state()) && attempt.spans(o.commandId()))
        .filter(o -> o.result() != UpdateOutcome.Result.UPDATED)
        .map(AttemptRule::onOutcome);
  }

  /**
   * A rollback in a full hello that the latest attempt does not account for: the cloud wanted
   * something else in the meantime, or came back from an older backup. The image is as bad.
   *
   * @param latest the device's latest attempt
   */
  public static Optional<UpdateOutcome> strayRollback(
      Optional<Attempt> latest, FullHello.Facts said) {
    return said.outcome()
        .filter(o -> o.result() == UpdateOutcome.Result.ROLLED_BACK)
        .filter(o -> latest.filter(a -> accountsFor(a, o)).isEmpty());
  }

  private static boolean accountsFor(Attempt attempt, UpdateOutcome outcome) {
    return attempt.spans(outcome.commandId())
        && (isOpen(attempt.state()) || attempt.state() == AttemptState.ROLLED_BACK);
  }

  /** Whether it is not known yet how it ended. */
  private static boolean isOpen(AttemptState state) {
    return !state.ended() || state == AttemptState.LOST;
  }

  private static Step onOutcome(UpdateOutcome outcome) {
    boolean rolledBack = outcome.result() == UpdateOutcome.Result.ROLLED_BACK;
    return rolledBack
        ? ended(AttemptState.ROLLED_BACK, outcome.reason().orElse(RefusalReason.NOT_CONFIRMED))
        : failed(outcome.reason().orElse(RefusalReason.STORAGE));
  }

  /** Where a device's refusal leads. */
  public static Step failed(RefusalReason reason) {
    boolean ran =
        FailureRule.classOf(reason).filter(c -> c == FailureClass.ROLLED_BACK).isPresent();
    return ended(ran ? AttemptState.ROLLED_BACK : AttemptState.FAILED, reason);
  }

  private static Step ended(AttemptState state, RefusalReason reason) {
    return new Step(state, Optional.of(reason));
  }

  /** Whether the transfer has come to a good end in this state. */
  public static boolean transferred(AttemptState state) {
    return switch (state) {
      case READY_TO_APPLY, REBOOTING, UPDATED, ROLLED_BACK -> true;
      case OFFERED, TRANSFERRING, VERIFYING, FAILED, LOST, SUPERSEDED -> false;
    };
  }
}
