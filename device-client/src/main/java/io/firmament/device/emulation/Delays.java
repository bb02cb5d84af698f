package io.firmament.device.emulation;

import io.firmament.protocol.value.InvalidValueException;
import java.time.Duration;

/**
 * How long a datagram is on its way, apart from what sending it takes.
 *
 * @param delay what each takes; zero or more
 * @param jitter each takes up to this much more or less, evenly spread; never less than nothing
 * @param overtaking whether jitter changes the order; else a later one waits for an earlier one
 */
public record Delays(Duration delay, Duration jitter, boolean overtaking) {
  /** None. */
  public static final Delays NONE = new Delays(Duration.ZERO, Duration.ZERO, false);

  /**
   * @throws InvalidValueException when a time is negative
   */
  public Delays {
    if (delay.isNegative() || jitter.isNegative()) {
      throw new InvalidValueException("delay and jitter", "zero or more", delay + ", " + jitter);
    }
  }

  Delays withDelay(Duration other) {
    return new Delays(other, jitter, overtaking);
  }

  Delays withJitter(Duration other) {
    return new Delays(delay, other, overtaking);
  }

  Delays withOvertaking() {
    return new Delays(delay, jitter, true);
  }
}
