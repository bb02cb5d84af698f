package io.firmament.protocol.transfer;

import io.firmament.protocol.transfer.Flight.Asked;

/**
 * The classic window (RFC 9002 section 7, RFC 5681): doubles each round trip until the first loss,
 * then grows by one block each round trip and is halved by each round trip with a loss.
 */
final class AimdWindowMachine implements Congestion {
  private static final double LEAST_WINDOW = 2;
  private static final double AFTER_LOSS = 0.5;

  private final double most;
  private double window;
  private double threshold = Double.MAX_VALUE;
  private long newest = -1;
  private long recoveredAfter = -1;

  /**
   * @param most the largest window
   * @param first the window at the beginning
   */
  AimdWindowMachine(int most, int first) {
    this.most = most;
    this.window = Math.min(first, most);
  }

  @Override
  public int window() {
    return (int) window;
  }

  @Override
  public boolean isStarting() {
    return window < threshold;
  }

  @Override
  public void asked(Asked request) {
    newest = request.number();
  }

  @Override
  public void answered(Asked request, long roundTrip, long now) {
    if (request.number() > recoveredAfter) {
      window = Math.min(most, window + (isStarting() ? 1 : 1 / window));
    }
  }

  /** Losses of one round trip count once. */
  @Override
  public void lost(Asked request) {
    if (request.number() > recoveredAfter) {
      recoveredAfter = newest;
      window = atLeast(window * AFTER_LOSS);
      threshold = window;
    }
  }

  /** Begins anew, and doubles up to half of what was too much. */
  @Override
  public void silent() {
    threshold = Math.max(threshold == Double.MAX_VALUE ? 0 : threshold, window * AFTER_LOSS);
    window = atLeast(0);
    recoveredAfter = newest;
  }

  private double atLeast(double wanted) {
    return Math.max(Math.min(LEAST_WINDOW, most), wanted);
  }
}
