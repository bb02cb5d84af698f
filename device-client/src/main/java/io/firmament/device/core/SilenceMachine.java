package io.firmament.device.core;

import java.time.Duration;

/** Whether the cloud has fallen silent (docs/protocol.md, "When the server lost the session"). */
final class SilenceMachine {
  /** Three timeouts of a confirmable message: 2 + 4 + 8 s (RFC 7252 section 4.8). */
  static final Duration LONGEST = Duration.ofSeconds(14);

  /** No transfer is given up for silence before this. */
  static final Duration OF_TRANSFER = Duration.ofSeconds(10);

  private static final int PROBES = 3;

  private final OutboxMachine outbox;
  private Duration lastHeard = Duration.ZERO;
  private long probesWhenHeard;

  SilenceMachine(OutboxMachine outbox) {
    this.outbox = outbox;
  }

  /**
   * The cloud has said something.
   *
   * @param probes how often a transfer under way has probed so far
   */
  void heard(Moment now, long probes) {
    lastHeard = now.uptime();
    probesWhenHeard = probes;
  }

  /** Whether something has waited for its answer for so long that the session may be gone. */
  boolean isTooLong(Moment now, long probes) {
    boolean unanswered =
        outbox
            .confirmableSince()
            .filter(since -> now.uptime().minus(later(since, lastHeard)).compareTo(LONGEST) >= 0)
            .isPresent();
    return unanswered || (probes - probesWhenHeard >= PROBES && hasLasted(OF_TRANSFER, now));
  }

  /** Whether nothing was heard for so long. */
  boolean hasLasted(Duration time, Moment now) {
    return now.uptime().minus(lastHeard).compareTo(time) >= 0;
  }

  /**
   * When to look whether it is.
   *
   * @param latest when something else is due
   */
  Duration nextMoment(Duration latest, boolean transferring, Moment now) {
    Duration since = outbox.confirmableSince().orElse(latest);
    Duration next = earlier(latest, later(since, lastHeard).plus(LONGEST));
    Duration silent = lastHeard.plus(OF_TRANSFER);
    // Once that has passed, the transfer's own probes decide when to look again.
    return transferring && silent.compareTo(now.uptime()) > 0 ? earlier(next, silent) : next;
  }

  private static Duration earlier(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static Duration later(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
