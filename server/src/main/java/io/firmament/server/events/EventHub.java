package io.firmament.server.events;

import io.firmament.server.app.StateStore;
import io.firmament.server.app.StoredEvent;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All readers of the event stream, and the newest events in memory. A reader is a place in the
 * stream and a filter, never a queue: one that falls behind reads from the store, and costs nobody
 * anything.
 */
public final class EventHub implements AutoCloseable {
  private static final int KEPT = 1024;
  private static final int BATCH = 256;

  private final StateStore store;
  private final StateStore.Subscription subscription;

  /** Complete behind the id {@code floor}; both are guarded by the hub. */
  private final TreeMap<Long, StoredEvent> newest = new TreeMap<>();

  private final Set<EventCursor> cursors = ConcurrentHashMap.newKeySet();
  private long floor;

  /** Listens to a store from now on. */
  public EventHub(StateStore store) {
    this.store = store;
    this.subscription = store.onEvent(this::happened);
    long last = store.lastSequence();
    synchronized (this) {
      floor = Math.max(floor, last);
      newest.headMap(floor, true).clear();
    }
  }

  /**
   * Opens a reader.
   *
   * @param filter what it wants
   * @param after the id of the last event that it has; empty to begin with the next that happens
   * @param wake called on a thread of the store when there is something for it; must be short
   */
  public EventCursor open(EventFilter filter, OptionalLong after, Runnable wake) {
    long last = store.lastSequence();
    long from = after.isPresent() ? Math.min(after.getAsLong(), last) : last;
    EventCursor cursor = new EventCursor(this, filter, from, wake);
    cursors.add(cursor);
    return cursor;
  }

  /** The next events behind an id, wanted or not; empty when there are none yet. */
  List<StoredEvent> behind(long id) {
    synchronized (this) {
      if (id >= floor) {
        return newest.tailMap(id, false).values().stream().limit(BATCH).toList();
      }
    }
    return store.events(id, BATCH);
  }

  void closed(EventCursor cursor) {
    cursors.remove(cursor);
  }

  private void happened(StoredEvent event) {
    synchronized (this) {
      newest.put(event.id(), event);
      if (newest.size() > KEPT) {
        floor = Math.max(floor, newest.pollFirstEntry().getKey());
      }
    }
    for (EventCursor cursor : cursors) {
      cursor.tell(event);
    }
  }

  /** Listens no more. */
  @Override
  public void close() {
    subscription.close();
  }
}
