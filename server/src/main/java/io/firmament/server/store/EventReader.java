package io.firmament.server.store;

import io.firmament.server.app.ServerEvent;
import io.firmament.server.app.StoreFailedException;
import io.firmament.server.app.StoredEvent;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * Events, read out of the journal that holds them.
 *
 * @param journal where they are
 * @param codec reads them
 */
record EventReader(Journal journal, RecordCodec codec) {
  /** Events with numbers above {@code after} and at most {@code visible}, oldest first. */
  List<StoredEvent> read(long after, long visible, int limit) {
    List<JournalSegment> segments = journal.segments();
    List<StoredEvent> events = new ArrayList<>();
    try {
      for (JournalSegment segment : segments) {
        if (segment.last() > after && events.size() < limit) {
          readSegment(segment, after, visible, limit, events);
        }
      }
      return events;
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

  private void readSegment(
      JournalSegment segment, long after, long visible, int limit, List<StoredEvent> events)
      throws IOException {
    segment.replay(
        record ->
            record.visit(
                (revision, change) -> {
                  long id = revision - change.events().size();
                  for (byte[] event : change.events()) {
                    id++;
                    if (id > after && id <= visible && events.size() < limit) {
                      events.add(new StoredEvent(id, codec.decode(ServerEvent.class, event)));
                    }
                  }
                }));
  }
}
