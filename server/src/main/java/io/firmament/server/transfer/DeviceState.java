package io.firmament.server.transfer;

import io.firmament.server.targeting.Decision;
import io.firmament.server.targeting.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The one state that a device is in: how far its update is while one leads to its target, otherwise
 * why nothing is sent.
 *
 * @param code which one
 * @param parameters what belongs to it, in the order of docs/targeting.md; may be empty
 */
public record DeviceState(StateCode code, List<String> parameters) {
  /** Silence after which a transfer counts as stalled. */
  public static final Duration STALLED_AFTER = Duration.ofSeconds(300);

  /** Keeps a copy. */
  public DeviceState {
    parameters = List.copyOf(parameters);
  }

  /**
   * The state of a device.
   *
   * @param decision what is to be done for it
   * @param online whether it can be reached
   * @param running its latest attempt, where that has not ended and leads to its target
   * @param progress how far that is, if anything is known
   */
  public static DeviceState of(
      Decision decision,
      boolean online,
      Optional<Attempt> running,
      Optional<Progress> progress,
      Instant now) {
    boolean begun = running.filter(a -> a.state() != AttemptState.OFFERED).isPresent();
    Optional<Reason> reason = begun ? Optional.empty() : decision.reason();
    if (reason.isPresent()) {
      StateCode code = StateCode.valueOf(reason.get().code().name());
      return new DeviceState(code, reason.get().parameters());
    }
    return running
        .map(a -> running(a, online, progress, now))
        .orElseGet(() -> new DeviceState(StateCode.DUE, List.of()));
  }

  private static DeviceState running(
      Attempt attempt, boolean online, Optional<Progress> progress, Instant now) {
    if (attempt.state() != AttemptState.TRANSFERRING) {
      StateCode code = StateCode.valueOf(attempt.state().name());
      return new DeviceState(code, List.of(attempt.since().toString()));
    }
    Instant moved =
        progress.map(Progress::at).filter(attempt.since()::isBefore).orElse(attempt.since());
    if (!online || !now.isBefore(moved.plus(STALLED_AFTER))) {
      return new DeviceState(StateCode.STALLED, List.of(moved.toString()));
    }
    String blocks = progress.map(p -> Long.toString(p.blocks())).orElse("0");
    String of = progress.map(p -> Long.toString(p.of())).orElse("0");
    return new DeviceState(StateCode.TRANSFERRING, List.of(blocks, of));
  }

  @Override
  public String toString() {
    return parameters.isEmpty() ? code.name() : code + "(" + String.join(", ", parameters) + ")";
  }
}
