package io.firmament.protocol.transfer;

import java.time.Duration;
import java.util.Optional;

/**
 * How long round trips took, counted in {@value #STEPS} equal steps between a power of two of
 * nanoseconds and the next, so that what is read off is right within 1 %. Takes 256 octets for each
 * doubling that was met: a transfer on one path meets two or three.
 */
final class RoundTripCounts {
  private static final int STEPS = 64;
  private static final int STEP_BITS = 6;
  private static final int DOUBLINGS = Long.SIZE;

  private final int[][] counts = new int[DOUBLINGS][];

  /** Counts one; what is shorter than the clock can tell counts as {@value #STEPS} ns. */
  void add(long nanos) {
    long shown = Math.max(nanos, STEPS);
    int doubling = Long.SIZE - 1 - Long.numberOfLeadingZeros(shown);
    if (counts[doubling] == null) {
      counts[doubling] = new int[STEPS];
    }
    counts[doubling][(int) (shown >> doubling - STEP_BITS) - STEPS]++;
  }

  /** The shortest one; empty before the first. */
  Optional<Duration> least() {
    return ofRank(0);
  }

  /** What half of them took at most; empty before the first. */
  Optional<Duration> median() {
    return ofRank((total() - 1) / 2);
  }

  private long total() {
    long total = 0;
    for (int[] steps : counts) {
      for (int step = 0; steps != null && step < STEPS; step++) {
        total += steps[step];
      }
    }
    return total;
  }

  /** The middle of the step in which the one with so many before it lies. */
  private Optional<Duration> ofRank(long rank) {
    long before = 0;
    for (int doubling = STEP_BITS; doubling < DOUBLINGS; doubling++) {
      for (int step = 0; counts[doubling] != null && step < STEPS; step++) {
        before += counts[doubling][step];
        if (before > rank) {
          long width = 1L << doubling - STEP_BITS;
          return Optional.of(Duration.ofNanos((STEPS + step) * width + width / 2));
        }
      }
    }
    return Optional.empty();
  }
}
