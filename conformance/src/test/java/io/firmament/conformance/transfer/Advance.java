package io.firmament.conformance.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How far a transfer was at which moment, from what a device says while it goes on. */
final class Advance {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TreeMap<Duration, Long> blocks = new TreeMap<>();
  private Optional<Duration> end = Optional.empty();
  private long all;

  /**
   * Takes in a line.
   *
   * @param line of a device's report as JSON
   * @param moment when it came
   */
  synchronized void take(String line, Duration moment) {
    JsonNode said = read(line);
    String phase = said.path("phase").asText();
    if (phase.equals("started") || phase.equals("transferring")) {
      all = said.get("of").asLong();
      blocks.put(moment, said.get("blocks").asLong());
    } else if (phase.equals("verifying")) {
      blocks.put(moment, all);
      end = Optional.of(moment);
    }
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a device says: " + line, e);
    }
  }

  /** When the transfer began; empty before that. */
  synchronized Optional<Duration> begin() {
    return blocks.isEmpty() ? Optional.empty() : Optional.of(blocks.firstKey());
  }

  /** When all was there; empty before that. */
  synchronized Optional<Duration> end() {
    return end;
  }

  /** Blocks that were there at a moment, as if they had come evenly between two lines. */
  synchronized double blocksAt(Duration moment) {
    Map.Entry<Duration, Long> before = blocks.floorEntry(moment);
    Map.Entry<Duration, Long> after = blocks.higherEntry(moment);
    if (before == null) {
      return 0;
    } else if (after == null) {
      return before.getValue();
    }
    double part =
        (double) moment.minus(before.getKey()).toNanos()
            / after.getKey().minus(before.getKey()).toNanos();
    return before.getValue() + part * (after.getValue() - before.getValue());
  }

  /**
   * What two transfers got while both went on.
   *
   * @return the larger part of what both got, in percent: 50 where both got the same
   * @throws IllegalStateException when they never went on together
   */
  static double largerPercent(Advance one, Advance other) {
    Duration from = later(one.begin().orElseThrow(), other.begin().orElseThrow());
    Duration to = earlier(one.end().orElseThrow(), other.end().orElseThrow());
    double ofOne = one.blocksAt(to) - one.blocksAt(from);
    double ofOther = other.blocksAt(to) - other.blocksAt(from);
    if (ofOne + ofOther <= 0 || to.compareTo(from) <= 0) {
      throw new IllegalStateException("the transfers did not go on together");
    }
    return 100 * Math.max(ofOne, ofOther) / (ofOne + ofOther);
  }

  private static Duration later(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration earlier(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
