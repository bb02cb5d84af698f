package io.firmament.protocol.transfer;

/**
 * What is known of the round trip, in nanoseconds (RFC 9002 section 5, RFC 6298). There is no delay
 * of acknowledgements to take off, since each answer answers one request at once.
 *
 * @param smoothed the moving average
 * @param variation the moving mean deviation
 * @param latest the newest sample
 * @param measured whether a sample was taken
 */
record RoundTrip(long smoothed, long variation, long latest, boolean measured) {
  /** The least difference that timers can tell (RFC 9002 section 6.1.2): 1 ms. */
  private static final long GRANULARITY = 1_000_000L;

  /**
   * The least probe timeout: 200 ms. On a quick link a peer that stops for a moment (its disk, its
   * garbage, another process) would else be asked several times for what is under way; TCP's least
   * timeout in practice is the same.
   */
  private static final long LEAST_PROBE_TIMEOUT = 200_000_000L;

  static RoundTrip assumed(long nanos) {
    return new RoundTrip(nanos, nanos / 2, 0, false);
  }

  /** With one sample more (RFC 9002 section 5.3). */
  RoundTrip with(long sample) {
    if (!measured) {
      return new RoundTrip(sample, sample / 2, sample, true);
    }
    long deviation = Math.abs(smoothed - sample);
    return new RoundTrip(
        smoothed + (sample - smoothed) / 8, variation + (deviation - variation) / 4, sample, true);
  }

  /** After this time a request is lost if a later one was answered (RFC 9002 section 6.1.2). */
  long lossDelay() {
    long longest = Math.max(smoothed, latest);
    return Math.max(longest + longest / 8, GRANULARITY);
  }

  /** After this time without an answer something is asked again (RFC 9002 section 6.2.1). */
  long probeTimeout() {
    long timeout = Math.max(smoothed, latest) + Math.max(4 * variation, GRANULARITY);
    return Math.max(timeout, LEAST_PROBE_TIMEOUT);
  }
}
