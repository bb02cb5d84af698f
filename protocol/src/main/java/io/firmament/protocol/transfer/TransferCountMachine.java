package io.firmament.protocol.transfer;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** Counts what happens in a transfer; moments and spans are nanoseconds. */
final class TransferCountMachine {
  private final RoundTripCountMachine roundTrips = new RoundTripCountMachine();
  private long requests;
  private long blocks;
  private long repeatedBlocks;
  private long lost;
  private long probes;
  private long spurious;
  private Optional<Duration> firstRequest = Optional.empty();
  private Optional<Duration> lastBlock = Optional.empty();

  /** A request leaves; its number. */
  long request(long now) {
    firstRequest = firstRequest.or(() -> Optional.of(Duration.ofNanos(now)));
    return requests++;
  }

  /** A request was answered. */
  void answered(long roundTrip) {
    roundTrips.add(roundTrip);
  }

  /** A block came that was missing. */
  void delivered(long now) {
    blocks++;
    lastBlock = Optional.of(Duration.ofNanos(now));
  }

  /** A block came that was there. */
  void repeated() {
    repeatedBlocks++;
  }

  /** A request was given up because later ones were answered. */
  void requestLost() {
    lost++;
  }

  /** How many were given up for that. */
  long lost() {
    return lost;
  }

  /** Nothing came for a probe timeout. */
  void probed() {
    probes++;
  }

  /** A request that was given up was answered after all. */
  void spurious() {
    spurious++;
  }

  /**
   * All of it.
   *
   * @param roundTrip what is known of the round trip
   * @param rate blocks a second; 0 where that is not known
   */
  TransferStatistics statistics(RoundTrip roundTrip, double rate) {
    return new TransferStatistics(
        requests,
        blocks,
        repeatedBlocks,
        lost,
        probes,
        spurious,
        firstRequest,
        lastBlock,
        Optional.of(roundTrip)
            .filter(RoundTrip::measured)
            .map(known -> Duration.ofNanos(known.smoothed())),
        roundTrips.least(),
        roundTrips.median(),
        rate > 0 ? OptionalDouble.of(rate) : OptionalDouble.empty());
  }
}
