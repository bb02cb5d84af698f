package io.firmament.protocol.transfer;

import io.firmament.protocol.value.InvalidValueException;
import java.time.Duration;

/**
 * What a device decides about its transfers.
 *
 * @param window requests that may be without an answer at the same time, 1 to 1024
 * @param interval the least time between two requests; zero for none
 * @param initialRoundTrip what a round trip is taken to last before one was measured: the last one
 *     known on this link, or {@link #UNKNOWN_ROUND_TRIP}; above zero
 * @param patience how long nobody may answer before the transfer stalls; above zero
 */
public record TransferSettings(
    int window, Duration interval, Duration initialRoundTrip, Duration patience) {
  /** The largest window. */
  public static final int MAX_WINDOW = 1024;

  /** What a round trip is taken to last on an unknown link: the first probe leaves after 3 s. */
  public static final Duration UNKNOWN_ROUND_TRIP = Duration.ofSeconds(1);

  /** How long nobody may answer before a transfer stalls. */
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(300);

  /**
   * @throws InvalidValueException when a value is out of range
   */
  public TransferSettings {
    if (window < 1 || window > MAX_WINDOW) {
      throw new InvalidValueException("window", "1 to " + MAX_WINDOW + " blocks", window);
    }
    if (interval.isNegative()) {
      throw new InvalidValueException("interval between requests", "zero or more", interval);
    }
    requirePositive("initial round trip", initialRoundTrip);
    requirePositive("patience", patience);
  }

  /** A window on an unknown link, without pacing. */
  public static TransferSettings ofWindow(int window) {
    return new TransferSettings(window, Duration.ZERO, UNKNOWN_ROUND_TRIP, DEFAULT_PATIENCE);
  }

  /** The same with at least this time between two requests. */
  public TransferSettings withInterval(Duration least) {
    return new TransferSettings(window, least, initialRoundTrip, patience);
  }

  /** The same on a link whose round trip is known from before. */
  public TransferSettings withInitialRoundTrip(Duration known) {
    return new TransferSettings(window, interval, known, patience);
  }

  private static void requirePositive(String what, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new InvalidValueException(what, "above zero", value);
    }
  }
}
