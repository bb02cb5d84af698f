package io.firmament.server.transfer;

import io.firmament.server.targeting.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** When a device that went to boot a new image is given up. */
public final class LostRule {
  /** How long it may stay away. */
  public static final Duration PATIENCE = Duration.ofHours(1);

  private LostRule() {}

  /**
   * Whether a device has not come back within its time: an hour after it went, was heard last, or
   * said that it would be back, whichever is latest. What breaks off earlier is the network's doing
   * and goes on one day.
   */
  public static boolean isLost(Attempt attempt, Presence presence, Instant now) {
    if (attempt.state() != AttemptState.REBOOTING || presence.online()) {
      return false;
    }
    return Stream.of(
            attempt.since(),
            presence.lastSeen().orElse(attempt.since()),
            presence.expectedBack().orElse(attempt.since()))
        .noneMatch(t -> t.plus(PATIENCE).isAfter(now));
  }
}
