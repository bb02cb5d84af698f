package io.firmament.server.store;

import io.firmament.server.app.EventPage;
import io.firmament.server.app.ServerEvent;
import io.firmament.server.app.StoreFailedException;
import io.firmament.server.app.StoredEvent;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Events, read out of the journal that holds them. Where a reader stopped is remembered, so that
 * going on costs what is read and no more. Thread-safe.
 */
final class EventReader {
  private final Journal journal;
  private final RecordCodec codec;
  private final Bookmarks bookmarks = new Bookmarks();

  EventReader(Journal journal, RecordCodec codec) {
    this.journal = journal;
    this.codec = codec;
  }

  /** Events with numbers above {@code after} and at most {@code visible}, oldest first. */
  EventPage read(long after, long visible, int limit) {
    List<JournalSegment> segments = journal.segments();
    Piece piece = new Piece(after, visible, limit);
    try {
      for (JournalSegment segment : segments) {
        if (segment.last() > after && !piece.isFull()) {
          read(segment, piece);
        }
      }
      return piece.page(segments.get(0).first() - 1);
    } catch (NoSuchFileException e) {
      boolean cutMeanwhile = journal.segments().get(0).first() > segments.get(0).first();
      if (cutMeanwhile) {
        return read(after, visible, limit);
      }
      throw new StoreFailedException("a part of the journal is missing: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new StoreFailedException("events cannot be read: " + e.getMessage(), e);
    }
  }

  private void read(JournalSegment segment, Piece piece) throws IOException {
    Bookmarks.Mark mark =
        bookmarks
            .find(segment, piece.after)
            .orElse(new Bookmarks.Mark(SegmentHeader.BYTES, segment.first() - 1));
    try (SegmentReader records = new SegmentReader(segment, mark.offset(), mark.last())) {
      boolean more = true;
      while (more && !piece.isFull()) {
        mark = new Bookmarks.Mark(records.offset(), records.last());
        Optional<JournalRecord> record = records.next();
        more = record.isPresent() && record.get().last() <= piece.visible;
        if (more) {
          piece.take(record.get());
        }
      }
      if (segment.last() >= piece.upTo()) {
        bookmarks.put(segment, piece.upTo(), mark);
      }
    }
  }

  /** What is being collected. */
  private final class Piece {
    private final long after;
    private final long visible;
    private final int limit;
    private final List<StoredEvent> events = new ArrayList<>();

    private Piece(long after, long visible, int limit) {
      this.after = after;
      this.visible = visible;
      this.limit = limit;
    }

    private boolean isFull() {
      return events.size() >= limit;
    }

    private void take(JournalRecord record) throws IOException {
      if (record.last() > after) {
        record.visit(this::take);
      }
    }

    private void take(long revision, JournaledChange change) throws IOException {
      long id = revision - change.events().size();
      for (byte[] event : change.events()) {
        id++;
        if (id > after && !isFull()) {
          events.add(new StoredEvent(id, codec.decode(ServerEvent.class, event)));
        }
      }
    }

    private long upTo() {
      return isFull() ? events.get(events.size() - 1).id() : Math.max(after, visible);
    }

    private EventPage page(long keptAfter) {
      return new EventPage(events, keptAfter, upTo());
    }
  }
}
