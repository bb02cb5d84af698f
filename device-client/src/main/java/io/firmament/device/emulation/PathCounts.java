package io.firmament.device.emulation;

import java.util.EnumMap;
import java.util.Map;

/**
 * What became of the datagrams of one direction. Octets are payloads, without headers.
 *
 * @param arrived datagrams that came to the link
 * @param arrivedBytes their octets
 * @param delivered datagrams that left it, duplicates included
 * @param deliveredBytes their octets
 * @param duplicated datagrams of which two left
 * @param reordered datagrams that were held back
 * @param drops datagrams that did not leave, by what became of them; complete
 */
public record PathCounts(
    long arrived,
    long arrivedBytes,
    long delivered,
    long deliveredBytes,
    long duplicated,
    long reordered,
    Map<Fate, Long> drops) {
  /** Nothing yet. */
  public static final PathCounts NONE = new PathCounts(0, 0, 0, 0, 0, 0, Map.of());

  /** Keeps a complete copy. */
  public PathCounts {
    Map<Fate, Long> complete = new EnumMap<>(Fate.class);
    for (Fate fate : Fate.values()) {
      complete.put(fate, drops.getOrDefault(fate, 0L));
    }
    drops = Map.copyOf(complete);
  }

  /** How many datagrams met this fate. */
  public long dropped(Fate fate) {
    return drops.get(fate);
  }

  /** Both together. */
  public PathCounts plus(PathCounts other) {
    Map<Fate, Long> sum = new EnumMap<>(drops);
    other.drops.forEach((fate, count) -> sum.merge(fate, count, Long::sum));
    return new PathCounts(
        arrived + other.arrived,
        arrivedBytes + other.arrivedBytes,
        delivered + other.delivered,
        deliveredBytes + other.deliveredBytes,
        duplicated + other.duplicated,
        reordered + other.reordered,
        sum);
  }
}
