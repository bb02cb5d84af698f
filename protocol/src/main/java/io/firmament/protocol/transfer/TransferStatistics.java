package io.firmament.protocol.transfer;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a transfer did so far.
 *
 * @param requests requests made
 * @param blocks blocks that came and were new
 * @param repeatedBlocks blocks that came again
 * @param lost requests that were taken for lost because later ones were answered
 * @param probes how often nothing came for a probe timeout, so that something was asked again
 * @param spurious requests that were given up and answered after all
 * @param firstRequest when the first request left
 * @param lastBlock when the last new block came
 * @param roundTrip the smoothed round trip, once one was measured
 * @param leastRoundTrip the shortest round trip, within 1 %, once one was measured
 * @param medianRoundTrip what half of the round trips took at most, within 1 %, likewise
 * @param blocksPerSecond what the path delivered at best lately, once that was measured
 */
public record TransferStatistics(
    long requests,
    long blocks,
    long repeatedBlocks,
    long lost,
    long probes,
    long spurious,
    Optional<Duration> firstRequest,
    Optional<Duration> lastBlock,
    Optional<Duration> roundTrip,
    Optional<Duration> leastRoundTrip,
    Optional<Duration> medianRoundTrip,
    OptionalDouble blocksPerSecond) {}
