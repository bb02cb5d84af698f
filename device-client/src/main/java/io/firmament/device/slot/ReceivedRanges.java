package io.firmament.device.slot;

import io.firmament.protocol.value.ByteRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which octets are there: disjoint ranges that do not touch, so that one run is one entry. */
final class ReceivedRanges {
  private final TreeMap<Long, Long> endByStart = new TreeMap<>();
  private long bytes;

  /** How many octets are there. */
  long bytes() {
    return bytes;
  }

  /** Adds a range; what of it is there already changes nothing. */
  void add(ByteRange range) {
    if (range.length() == 0) {
      return;
    }
    long start = range.offset();
    long end = range.end();
    Map.Entry<Long, Long> before = endByStart.floorEntry(start);
    if (before != null && before.getValue() >= start) {
      start = before.getKey();
    }
    Map.Entry<Long, Long> touching = endByStart.ceilingEntry(start);
    while (touching != null && touching.getKey() <= end) {
      end = Math.max(end, touching.getValue());
      bytes -= touching.getValue() - touching.getKey();
      endByStart.remove(touching.getKey());
      touching = endByStart.ceilingEntry(start);
    }
    endByStart.put(start, end);
    bytes += end - start;
  }

  /** What of a range is not there, ascending. */
  List<ByteRange> missingIn(ByteRange range) {
    List<ByteRange> missing = new ArrayList<>();
    long at = range.offset();
    Map.Entry<Long, Long> before = endByStart.floorEntry(at);
    if (before != null) {
      at = Math.max(at, before.getValue());
    }
    Map.Entry<Long, Long> next = endByStart.ceilingEntry(at);
    while (at < range.end() && next != null && next.getKey() < range.end()) {
      missing.add(new ByteRange(at, next.getKey() - at));
      at = next.getValue();
      next = endByStart.ceilingEntry(at);
    }
    if (at < range.end()) {
      missing.add(new ByteRange(at, range.end() - at));
    }
    return missing;
  }

  /** The ranges, ascending. */
  List<ByteRange> ranges() {
    return endByStart.entrySet().stream()
        .map(run -> new ByteRange(run.getKey(), run.getValue() - run.getKey()))
        .toList();
  }

  void clear() {
    endByStart.clear();
    bytes = 0;
  }
}
