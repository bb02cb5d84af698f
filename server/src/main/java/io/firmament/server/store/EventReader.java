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
    List<StoredEvent> events = new ArrayList<>();
    long from = after;
    try {
      for (JournalSegment segment : journal.segments()) {
        if (segment.last() > from && events.size() < limit) {
          readSegment(segment, from, visible, limit, events);
        }
      }
      return events;
    } catch (NoSuchFileException e) {
      return read(after, visible, limit);
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
