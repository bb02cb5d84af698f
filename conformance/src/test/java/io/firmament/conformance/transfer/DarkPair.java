package io.firmament.conformance.transfer;

import java.time.Duration;

/**
 * The same transfer twice.
 *
 * @param seed of both
 * @param darkness how long nothing gets through in the second
 * @param clear without that
 * @param dark with it
 */
record DarkPair(long seed, Duration darkness, Transferred clear, Transferred dark) {
  private static final double SECONDS = 1e9;

  /** What the journal does not vouch for yet: 16 KiB. */
  private static final int JOURNAL_BLOCKS = 16;

  /** How much longer it took than it would have with a pause of that length. */
  double secondsMore() {
    return dark.taken().minus(clear.taken()).minus(darkness).toNanos() / SECONDS;
  }

  /**
   * How many blocks one window is: what is in flight, which is the rate by the round trip (Little's
   * law), and the interval of the journal.
   */
  long window() {
    double blocks = (double) clear.imageBytes() / BlockwiseServer.BLOCK_BYTES;
    double inFlight = blocks * clear.roundTrip().toNanos() / clear.taken().toNanos();
    return (long) Math.ceil(inFlight) + JOURNAL_BLOCKS;
  }
}
