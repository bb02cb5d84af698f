package io.firmament.protocol.transfer;

import io.firmament.protocol.value.InvalidValueException;
import java.time.Duration;

/**
 * What a device decides about its transfers.
 *
 * @param window requests that may be without an answer at the same time, 1 to 1024
 * @param firstWindow how many before anything is known of the path, at least 1
 * @param control by which rule the window is used
 * @param interval the least time between two requests; zero for none
 * @param initialRoundTrip what a round trip is taken to last before one was measured: the last one
 *     known on this link, or {@link #UNKNOWN_ROUND_TRIP}; above zero
 * @param patience how long nobody may answer before the transfer stalls; above zero
 */
public record TransferSettings(
    int window,
    int firstWindow,
    CongestionControl control,
    Duration interval,
    Duration initialRoundTrip,
    Duration patience) {
  /** The largest window. */
  public static final int MAX_WINDOW = 1024;

  /** What is asked for at once on an unknown path (RFC 9002 section 7.2). */
  public static final int FIRST_WINDOW = 10;

  /** The same on a path that was seen to be slower than {@link #SLOW_PATH}. */
  public static final int FIRST_WINDOW_WHEN_SLOW = 4;

  /** In bits a second: ten blocks take nearly two seconds there. */
  public static final int SLOW_PATH = 50_000;

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
    if (firstWindow < 1) {
      throw new InvalidValueException("first window", "at least 1 block", firstWindow);
    }
    if (interval.isNegative()) {
      throw new InvalidValueException("interval between requests", "zero or more", interval);
    }
    requirePositive("initial round trip", initialRoundTrip);
    requirePositive("patience", patience);
  }

  /** A window on an unknown link, used by the delay of the answers. */
  public static TransferSettings ofWindow(int window) {
    return new TransferSettings(
        window,
        FIRST_WINDOW,
        CongestionControl.DELAY,
        Duration.ZERO,
        UNKNOWN_ROUND_TRIP,
        DEFAULT_PATIENCE);
  }

  /** The same by another rule. */
  public TransferSettings with(CongestionControl other) {
    return new TransferSettings(window, firstWindow, other, interval, initialRoundTrip, patience);
  }

  /** The same with at least this time between two requests. */
  public TransferSettings withInterval(Duration least) {
    return new TransferSettings(window, firstWindow, control, least, initialRoundTrip, patience);
  }

  /** The same on a link whose round trip is known from before. */
  public TransferSettings withInitialRoundTrip(Duration known) {
    return new TransferSettings(window, firstWindow, control, interval, known, patience);
  }

  /**
   * The same on a link that has been used before: with its round trip, and with less at once where
   * it was slow. A transfer that got no answer says nothing of it.
   *
   * @param before how a transfer over it went
   * @param blockBytes what its blocks held
   */
  public TransferSettings after(TransferStatistics before, int blockBytes) {
    return new TransferSettings(
        window,
        before.blocksPerSecond().isPresent()
            ? firstWindow(before.blocksPerSecond().getAsDouble() * blockBytes * Byte.SIZE)
            : firstWindow,
        control,
        interval,
        before.roundTrip().filter(known -> !known.isZero()).orElse(initialRoundTrip),
        patience);
  }

  private static int firstWindow(double bitsPerSecond) {
    return bitsPerSecond < SLOW_PATH ? FIRST_WINDOW_WHEN_SLOW : FIRST_WINDOW;
  }

  private static void requirePositive(String what, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new InvalidValueException(what, "above zero", value);
    }
  }
}
