package io.firmament.protocol.transfer;

import java.time.Duration;
import java.util.Optional;

/**
 * How long round trips took, counted in {@value #STEPS} equal steps between a power of two of
 * nanoseconds and the next, so that what is read off is right within 1 %. Takes 256 octets for each
 * doubling that was met: a transfer on one path meets two or three. The least and the median are
 * kept up with each one that is added, so that they may be asked for at any time.
 */
final class RoundTripCountMachine {
  private static final int STEPS = 64;
  private static final int STEP_BITS = 6;
  private static final int DOUBLINGS = Long.SIZE;

  private final int[][] counts = new int[DOUBLINGS][];
  private long total;
  private int least = Integer.MAX_VALUE;

  /** The step of the median, and how many were shorter than all of that step. */
  private int median;

  private long beforeMedian;

  /** Counts one; what is shorter than the clock can tell counts as {@value #STEPS} ns. */
  void add(long nanos) {
    long shown = Math.max(nanos, STEPS);
    int doubling = Long.SIZE - 1 - Long.numberOfLeadingZeros(shown);
    if (counts[doubling] == null) {
      counts[doubling] = new int[STEPS];
    }
    int within = (int) (shown >> doubling - STEP_BITS) - STEPS;
    counts[doubling][within]++;
    total++;
    int step = doubling * STEPS + within;
    least = Math.min(least, step);
    beforeMedian += step < median ? 1 : 0;
    findMedian((total - 1) / 2);
  }

  private void findMedian(long rank) {
    while (beforeMedian > rank) {
      median--;
      beforeMedian -= count(median);
    }
    while (beforeMedian + count(median) <= rank) {
      beforeMedian += count(median);
      median++;
    }
  }

  private int count(int step) {
    int[] steps = counts[step / STEPS];
    return steps == null ? 0 : steps[step % STEPS];
  }

  /** The shortest one; empty before the first. */
  Optional<Duration> least() {
    return total == 0 ? Optional.empty() : Optional.of(middle(least));
  }

  /** What half of them took at most; empty before the first. */
  Optional<Duration> median() {
    return total == 0 ? Optional.empty() : Optional.of(middle(median));
  }

  private static Duration middle(int step) {
    long width = 1L << step / STEPS - STEP_BITS;
    return Duration.ofNanos((STEPS + step % STEPS) * width + width / 2);
  }
}
