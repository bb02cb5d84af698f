package io.firmament.device.emulation;

import io.firmament.protocol.value.InvalidValueException;
import java.time.Duration;

/**
 * A time in which nothing arrives and nothing is taken.
 *
 * @param from since the first datagram on the link
 * @param to likewise; this moment is bright again
 */
public record Blackout(Duration from, Duration to) {
  /**
   * @throws InvalidValueException when it has no length
   */
  public Blackout {
    if (from.isNegative() || from.compareTo(to) >= 0) {
      throw new InvalidValueException("blackout", "a begin before its end", from + " to " + to);
    }
  }

  boolean covers(Duration sinceFirst) {
    return sinceFirst.compareTo(from) >= 0 && sinceFirst.compareTo(to) < 0;
  }
}
