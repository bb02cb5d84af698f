package io.firmament.protocol.transfer;

import java.time.Duration;

/** A clock that stands still until somebody moves it, and never goes back. */
public final class ManualClock {
  private Duration now = Duration.ZERO;

  /** The time since this clock was made. */
  public Duration now() {
    return now;
  }

  /** Moves on by some time. */
  public void advance(Duration by) {
    advanceTo(now.plus(by));
  }

  /** Moves on to a moment. */
  public void advanceTo(Duration moment) {
    if (moment.compareTo(now) < 0) {
      throw new IllegalArgumentException("time went back from " + now + " to " + moment);
    }
    now = moment;
  }
}
