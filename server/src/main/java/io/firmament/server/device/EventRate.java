package io.firmament.server.device;

import io.firmament.protocol.value.InvalidValueException;
import java.time.Duration;

/**
 * How many events a device may tell: as many as in a minute at once, then one after each {@link
 * #pace}.
 *
 * @param perMinute 0 to 1000000; 0 for any number
 */
public record EventRate(int perMinute) {
  /** One a second, and a minute's worth at once. */
  public static final EventRate USUAL = new EventRate(60);

  private static final int MOST = 1_000_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /**
   * @throws InvalidValueException when the number is out of range
   */
  public EventRate {
    if (perMinute < 0 || perMinute > MOST) {
      throw new InvalidValueException(
          "events per minute", "a number from 0 (no limit) to " + MOST, perMinute);
    }
  }

  /** Whether a device may tell as many as it likes. */
  public boolean isUnlimited() {
    return perMinute == 0;
  }

  /** After which a device may tell one more; zero where it may tell any number. */
  public Duration pace() {
    return isUnlimited() ? Duration.ZERO : MINUTE.dividedBy(perMinute);
  }
}
