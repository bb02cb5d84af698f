package io.firmament.device.fleet;

import io.firmament.device.sim.Summary;
import io.firmament.device.sim.Summary.Outcome;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What became of a fleet.
 *
 * @param lasted from the start of the first device to the end of the last one
 * @param ends how each device ended
 */
public record FleetReport(Duration lasted, List<End> ends) {
  private static final double NANOS = 1e9;

  /**
   * How one device ended.
   *
   * @param id who
   * @param summary what it did; empty where it could not run
   * @param trouble why it could not run; empty where it could
   */
  public record End(DeviceId id, Optional<Summary> summary, String trouble) {
    /** How it ended; one that could not run has failed. */
    public Outcome outcome() {
      return summary.map(Summary::outcome).orElse(Outcome.FAILED);
    }
  }

  /** Keeps a copy. */
  public FleetReport {
    ends = List.copyOf(ends);
  }

  /** How many devices ended how; outcomes of none are left out. */
  public Map<Outcome, Integer> outcomes() {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    ends.forEach(end -> counts.merge(end.outcome(), 1, Integer::sum));
    return counts;
  }

  /** How many devices run which version at the end. */
  public SortedMap<Integer, Integer> versions() {
    SortedMap<Integer, Integer> counts = new TreeMap<>();
    for (End end : ends) {
      end.summary()
          .flatMap(Summary::to)
          .map(FirmwareVersion::number)
          .ifPresent(version -> counts.merge(version, 1, Integer::sum));
    }
    return counts;
  }

  /** Whether all is well with all of them. */
  public boolean isSuccess() {
    return ends.stream().allMatch(end -> end.outcome().isSuccess());
  }

  /** How long a device ran, in seconds. */
  public Percentiles seconds() {
    return spread(summary -> seconds(summary.seconds()));
  }

  /** From a device's first block request to its last block, in seconds. */
  public Percentiles transferSeconds() {
    return spread(summary -> seconds(summary.transferTime()));
  }

  /** Octets that a device sent, with 28 a datagram for IP and UDP. */
  public Percentiles wireBytesUp() {
    return spread(Summary::wireBytesUp);
  }

  /** Octets that a device received, likewise. */
  public Percentiles wireBytesDown() {
    return spread(Summary::wireBytesDown);
  }

  /** Blocks that came to a device again. */
  public Percentiles repeatedBlocks() {
    return spread(Summary::repeatedBlocks);
  }

  /** A figure of all devices together. */
  public long sum(ToLongFunction<Summary> figure) {
    return ends.stream().flatMap(end -> end.summary().stream()).mapToLong(figure).sum();
  }

  private Percentiles spread(ToDoubleFunction<Summary> figure) {
    return Percentiles.of(ends.stream().flatMap(end -> end.summary().stream()).mapToDouble(figure));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS;
  }
}
