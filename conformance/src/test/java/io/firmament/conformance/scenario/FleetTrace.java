package io.firmament.conformance.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firmament.cli.process.CommandProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the devices of a fleet that runs with {@code --trace} have said, by this machine's clock.
 */
final class FleetTrace {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double NANOS_A_MILLISECOND = 1e6;

  private final Map<String, Life> lives;

  private FleetTrace(Map<String, Life> lives) {
    this.lives = lives;
  }

  /**
   * Something that a device said.
   *
   * @param at when
   * @param phase what, as in {@code device run --json}
   * @param version which version it concerns; 0 for none
   */
  record Said(Instant at, String phase, int version) {}

  /**
   * What one device said, in its order.
   *
   * @param said all of it
   */
  record Life(List<Said> said) {
    /** When it said something for the first time. */
    Optional<Instant> first(String phase) {
      return all(phase).map(Said::at).findFirst();
    }

    /** How often it said something of a version. */
    long times(String phase, int version) {
      return all(phase).filter(one -> one.version() == version).count();
    }

    Stream<Said> all(String phase) {
      return said.stream().filter(one -> one.phase().equals(phase));
    }
  }

  /** What was said until now. */
  static FleetTrace of(CommandProcess fleet) {
    Map<String, List<JsonNode>> byDevice =
        fleet.lines().stream()
            .map(FleetTrace::parse)
            .filter(line -> line.has("phase"))
            .collect(
                Collectors.groupingBy(
                    line -> line.get("id").asText(), TreeMap::new, Collectors.toList()));
    Map<String, Life> lives = new TreeMap<>();
    byDevice.forEach(
        (id, lines) -> lives.put(id, new Life(lines.stream().map(FleetTrace::said).toList())));
    return new FleetTrace(lives);
  }

  private static Said said(JsonNode line) {
    return new Said(
        Instant.parse(line.get("time").asText()),
        line.get("phase").asText(),
        line.path("version").asInt());
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("expected a line of JSON from the fleet, but was: " + line, e);
    }
  }

  /** Every device's life. */
  Map<String, Life> lives() {
    return lives;
  }

  /** The lives of which something is true. */
  Collection<Life> those(Predicate<Life> condition) {
    return lives.values().stream().filter(condition).toList();
  }

  /** Half of some times and 95 of 100 of them are no longer than this, and the longest: a line. */
  static String spread(Stream<Duration> times) {
    double[] sorted =
        times.mapToDouble(time -> time.toNanos() / NANOS_A_MILLISECOND).sorted().toArray();
    if (sorted.length == 0) {
      return "none";
    }
    return String.format(
        Locale.ROOT,
        "p50 %.0f ms, p95 %.0f ms, longest %.0f ms (%d devices)",
        rank(sorted, 50),
        rank(sorted, 95),
        Arrays.stream(sorted).max().orElseThrow(),
        sorted.length);
  }

  private static double rank(double[] sorted, int percent) {
    return sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1];
  }
}
