package io.firmament.server.transfer;

import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Status;
import io.firmament.server.device.FailureClass;
import java.util.Optional;

/** How the word of a device on its update moves the attempt on; a full hello: {@link HelloRule}. */
public final class AttemptRule {
  private AttemptRule() {}

  /**
   * Where something leads.
   *
   * @param state the state that the attempt is in now
   * @param reason the device's reason, where it failed
   */
  public record Step(AttemptState state, Optional<RefusalReason> reason) {
    static Step to(AttemptState state) {
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

  /** Where a device's refusal leads. */
  public static Step failed(RefusalReason reason) {
    boolean ran =
        FailureRule.classOf(reason).filter(c -> c == FailureClass.ROLLED_BACK).isPresent();
    return ended(ran ? AttemptState.ROLLED_BACK : AttemptState.FAILED, reason);
  }

  static Step ended(AttemptState state, RefusalReason reason) {
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
