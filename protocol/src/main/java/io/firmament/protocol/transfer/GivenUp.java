package io.firmament.protocol.transfer;

import io.firmament.protocol.transfer.Flight.Asked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The requests that are not waited for any more, but whose answers are still welcome. The memory is
 * bounded: the oldest is forgotten first.
 */
final class GivenUp {
  private record Entry(Asked request, boolean bySilence) {}

  private final int capacity;
  private final TreeMap<Long, Entry> entries = new TreeMap<>();

  /**
   * @param capacity requests remembered at most
   */
  GivenUp(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Remembers one.
   *
   * @param bySilence whether it was given up because nothing came any more, so that the link may
   *     just have become slower
   * @return the one that is forgotten for it
   */
  Optional<Asked> add(Asked request, boolean bySilence) {
    entries.put(request.number(), new Entry(request, bySilence));
    return entries.size() > capacity
        ? Optional.of(entries.pollFirstEntry().getValue().request())
        : Optional.empty();
  }

  /** Takes one out, if it is still remembered. */
  Optional<Asked> remove(long number) {
    return Optional.ofNullable(entries.remove(number)).map(Entry::request);
  }

  /** Whether this one is remembered as given up because nothing came any more. */
  boolean silenced(long number) {
    Entry entry = entries.get(number);
    return entry != null && entry.bySilence();
  }

  /** Those that were given up because nothing came any more and left after this one. */
  List<Asked> silencedAfter(long number) {
    List<Asked> later = new ArrayList<>();
    for (Entry entry : entries.tailMap(number, false).values()) {
      if (entry.bySilence()) {
        later.add(entry.request());
      }
    }
    return later;
  }
}
