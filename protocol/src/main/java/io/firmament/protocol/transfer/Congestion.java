package io.firmament.protocol.transfer;

import io.firmament.protocol.transfer.Flight.Asked;

/**
 * How many requests may be under way, and how far apart they leave. It is told of everything that
 * says something about the path; moments and spans are nanoseconds.
 */
sealed interface Congestion permits DelayWindowMachine, AimdWindowMachine, FixedWindow {
  /** Requests leave somewhat faster than one window a round trip, which keeps them from bursts. */
  double GAIN = 1.25;

  /** While the window doubles each round trip. */
  double STARTING_GAIN = 2;

  /** Between the first requests on an unknown path: 10 ms at most. */
  long FIRST_INTERVAL = 10_000_000L;

  /** Requests that may be under way at the same time, at least 1. */
  int window();

  /** Whether the path is still being found out, by doubling. */
  boolean isStarting();

  /** A request left. */
  void asked(Asked request);

  /**
   * A request was answered, in time or late.
   *
   * @param roundTrip what the network took for it, at least 1 ns
   * @param now when the answer came
   */
  void answered(Asked request, long roundTrip, long now);

  /** A request was given up because later ones were answered. */
  void lost(Asked request);

  /** Nothing came for several probe timeouts. */
  void silent();

  /** The distance between two requests; zero for none. */
  default long interval(RoundTrip roundTrip) {
    double gain = isStarting() ? STARTING_GAIN : GAIN;
    long interval = (long) (roundTrip.smoothed() / (gain * window()));
    return roundTrip.measured() ? interval : Math.min(interval, FIRST_INTERVAL);
  }
}
