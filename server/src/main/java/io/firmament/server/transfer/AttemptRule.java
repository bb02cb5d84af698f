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

  /** Where a status leads; only to be asked for an attempt that has not ended. */
  public static Step onStatus(Status status) {
    return switch (status.phase()) {
      case STARTED, TRANSFERRING -> Step.to(AttemptState.TRANSFERRING);
      case VERIFYING -> Step.to(AttemptState.VERIFYING);
      case READY_TO_APPLY -> Step.to(AttemptState.READY_TO_APPLY);
      case REBOOTING -> Step.to(AttemptState.REBOOTING);
      case FAILED -> failed(status.reason().orElse(RefusalReason.STORAGE));
    };
  }

  /**
   * Where a full hello leads.
   *
   * @param module the module that the attempt is about
   * @return empty when it says nothing about the attempt
   */
  public static Optional<Step> onHello(Attempt attempt, ModuleName module, FullHello.Facts said) {
    if (attempt.state().ended()) {
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
        .filter(o -> o.commandId() == attempt.commandId())
        .filter(o -> o.result() != UpdateOutcome.Result.UPDATED)
        .map(AttemptRule::onOutcome);
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
      case OFFERED, TRANSFERRING, VERIFYING, FAILED, SUPERSEDED -> false;
    };
  }
}
