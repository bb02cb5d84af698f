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
  /** Why a request is not waited for any more. */
  enum Cause {
    /** Later ones were answered. */
    LOSS,
    /** Nothing came any more, so that the link may just have become slower. */
    SILENCE,
    /** A new contact began. */
    CONTACT
  }

  private record Entry(Asked request, Cause cause) {
    private boolean is(Cause other) {
      return cause == other;
    }
  }

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
   * @return the one that is forgotten for it
   */
  Optional<Asked> add(Asked request, Cause cause) {
    entries.put(request.number(), new Entry(request, cause));
    return entries.size() > capacity
        ? Optional.of(entries.pollFirstEntry().getValue().request())
        : Optional.empty();
  }

  /** Takes one out, if it is still remembered. */
  Optional<Asked> remove(long number) {
    return Optional.ofNullable(entries.remove(number)).map(Entry::request);
  }

  /** Why this one was given up, if it is still remembered. */
  Optional<Cause> cause(long number) {
    return Optional.ofNullable(entries.get(number)).map(Entry::cause);
  }

  /** Those that were given up because nothing came any more and left after this one. */
  List<Asked> silencedAfter(long number) {
    List<Asked> later = new ArrayList<>();
    for (Entry entry : entries.tailMap(number, false).values()) {
      if (entry.is(Cause.SILENCE)) {
        later.add(entry.request());
      }
    }
    return later;
  }
}
