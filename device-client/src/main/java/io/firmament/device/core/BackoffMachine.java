package io.firmament.device.core;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * When to try again: later each time that the cloud did not answer, did not take the device, or
 * ended the association soon, so that a fleet does not press a cloud that is in trouble.
 */
final class BackoffMachine {
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

  /** An association that was of use for so long has lasted. */
  static final Duration LASTING = Duration.ofMinutes(1);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration FIRST_REFUSED_PAUSE = Duration.ofSeconds(30);

  /** After an association that the cloud ended; twice as long after each that did not last. */
  private static final Duration FIRST_CLOSED_PAUSE = Duration.ofSeconds(1);

  private static final int FAILURES_BEFORE_FULL = 2;

  private final DoubleSupplier chance;
  private int failures;
  private int refusals;
  private int closures;
  private Duration connectedAt = Duration.ZERO;

  BackoffMachine(DoubleSupplier chance) {
    this.chance = chance;
  }

  /** Somebody wants the device connected. */
  void begin() {
    failures = 0;
  }

  /** A hello was answered. */
  void answered() {
    failures = 0;
    refusals = 0;
  }

  /** An association is of use from now on. */
  void connected(Moment now) {
    connectedAt = now.uptime();
  }

  /** An attempt came to nothing; when to make the next. */
  Duration failed(Moment now) {
    failures++;
    return now.uptime().plus(pause(FIRST_PAUSE, failures));
  }

  /** The cloud answered, and does not take the device; when to ask again. */
  Duration refused(Moment now) {
    failures = 0;
    refusals++;
    return now.uptime().plus(pause(FIRST_REFUSED_PAUSE, refusals));
  }

  /** The cloud has ended the association; when to begin another. */
  Duration closed(Moment now) {
    boolean lasted = now.uptime().minus(connectedAt).compareTo(LASTING) >= 0;
    closures = lasted ? 1 : closures + 1;
    return now.uptime().plus(pause(FIRST_CLOSED_PAUSE, closures));
  }

  /** Whether the session is given up: it was tried often enough to resume it. */
  boolean isAtAnEnd() {
    return failures >= FAILURES_BEFORE_FULL;
  }

  /** Twice as long each time, up to a limit, and jittered down to the half. */
  private Duration pause(Duration first, int times) {
    long doubled = first.toMillis() << Math.min(times - 1, 16);
    long longest = Math.min(doubled, LONGEST_PAUSE.toMillis());
    return Duration.ofMillis((long) (longest * (0.5 + chance.getAsDouble() / 2)));
  }
}
