package io.firmament.protocol.transfer;

/**
 * The round trip of an empty path, in nanoseconds: the least that was measured lately. A path may
 * change, so that a measurement is trusted for a while only: at least ten seconds (as BBR does) and
 * at least forty round trips, since on a slow path ten seconds are six of them.
 *
 * @param least the least round trip, {@link Long#MAX_VALUE} before the first one
 * @param measured when that was
 */
record BaseRoundTrip(long least, long measured) {
  private static final long LEAST_TRUST = 10_000_000_000L;
  private static final int ROUND_TRIPS_OF_TRUST = 40;

  static final BaseRoundTrip UNKNOWN = new BaseRoundTrip(Long.MAX_VALUE, 0);

  BaseRoundTrip with(long sample, long now) {
    return sample <= least ? new BaseRoundTrip(sample, now) : this;
  }

  boolean isKnown() {
    return least != Long.MAX_VALUE;
  }

  /** Whether the path should be looked at again. */
  boolean isOld(long now) {
    return isKnown() && now - measured > Math.max(LEAST_TRUST, ROUND_TRIPS_OF_TRUST * least);
  }
}
