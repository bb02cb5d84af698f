package io.firmament.server.transfer;

/**
 * How often the server was started, and since when it has always stopped in order.
 *
 * @param number this run's number, from 1
 * @param unbrokenSince the first run behind the last one that was killed
 * @param sealed whether this run has stopped in order
 */
public record Runs(long number, long unbrokenSince, boolean sealed) {
  /** Before the first. */
  public static final Runs NONE = new Runs(0, 0, true);

  /** The next run. */
  public Runs next() {
    return new Runs(number + 1, sealed ? unbrokenSince : number + 1, false);
  }

  /** This run, stopped in order. */
  public Runs atEnd() {
    return new Runs(number, unbrokenSince, true);
  }

  /** Whether nothing was lost between that run and this. */
  public boolean isUnbrokenSince(long run) {
    return run >= unbrokenSince;
  }
}
