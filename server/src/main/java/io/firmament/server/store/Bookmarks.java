package io.firmament.server.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where in the journal readers of events stopped. The longest unused ones are forgotten: a reader
 * that comes back to such a place looks for it anew. Thread-safe.
 */
final class Bookmarks {
  private static final int MOST = 512;

  private final Map<Place, Mark> marks =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Mark> eldest) {
          return size() > MOST;
        }
      };

  private record Place(long segment, long after) {}

  /**
   * A place in a segment.
   *
   * @param offset where a record begins
   * @param last the last sequence number before it
   */
  record Mark(long offset, long last) {}

  /** Where to go on behind an id, if somebody has stopped there. */
  synchronized Optional<Mark> find(JournalSegment segment, long after) {
    return Optional.ofNullable(marks.get(new Place(segment.header().id(), after)));
  }

  /** Somebody has all up to {@code after} of this segment; what follows is not before the mark. */
  synchronized void put(JournalSegment segment, long after, Mark mark) {
    marks.put(new Place(segment.header().id(), after), mark);
  }
}
