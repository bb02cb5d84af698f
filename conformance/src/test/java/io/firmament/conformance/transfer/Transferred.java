package io.firmament.conformance.transfer;

import io.firmament.conformance.transfer.Relay.RelayTraffic;
import java.time.Duration;

/**
 * How a transfer went that was finished.
 *
 * @param imageBytes what was brought
 * @param taken from the first block request to the last block
 * @param traffic what crossed the link from the first handshake to the end
 * @param repeatedBlocks blocks that came again
 * @param idleRoundTrip the shortest round trip of a block
 * @param roundTrip the median round trip of a block
 */
record Transferred(
    int imageBytes,
    Duration taken,
    RelayTraffic traffic,
    long repeatedBlocks,
    Duration idleRoundTrip,
    Duration roundTrip) {
  private static final double SECONDS = 1e9;
  private static final double MILLIS = 1e6;

  /** For whoever waits for it. */
  String words(EmulatedPath path) {
    return Words.of(
        "%.1f %% of the link in %.2f s, %d blocks twice, round trip %.0f ms (least %.0f ms)",
        path.sharePercent(imageBytes, taken),
        taken.toNanos() / SECONDS,
        repeatedBlocks,
        roundTrip.toNanos() / MILLIS,
        idleRoundTrip.toNanos() / MILLIS);
  }
}
