package io.firmament.device.fleet;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * How a figure is spread over a fleet, by nearest rank: each is a figure that a device really had.
 *
 * @param p50 half of the devices have at most this
 * @param p95 of 100 devices 95 have at most this
 * @param p99 of 100 devices 99 have at most this
 * @param max the largest
 */
public record Percentiles(double p50, double p95, double p99, double max) {
  private static final double PERCENT = 100.0;

  /** The spread of some figures; zeros where there is none. */
  public static Percentiles of(DoubleStream figures) {
    double[] sorted = figures.toArray();
    Arrays.sort(sorted);
    return new Percentiles(rank(sorted, 50), rank(sorted, 95), rank(sorted, 99), rank(sorted, 100));
  }

  private static double rank(double[] sorted, int percent) {
    int rank = (int) Math.ceil(sorted.length * percent / PERCENT);
    return sorted.length == 0 ? 0 : sorted[rank - 1];
  }
}
