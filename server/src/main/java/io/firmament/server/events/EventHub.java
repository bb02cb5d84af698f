package io.firmament.server.events;

import io.firmament.server.app.EventPage;
import io.firmament.server.app.StateStore;
import io.firmament.server.app.StoredEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * All readers of the event stream, and the newest events in memory. A reader is a place in the
 * stream and a filter, never a queue: one that falls behind reads from the store. No lock is held
 * while a reader reads, so that readers cost whoever makes events nothing.
 */
public final class EventHub implements AutoCloseable {
  private static final int KEPT = 1024;
  private static final int BATCH = 256;

  private final StateStore store;
  private final InstantSource clock;
  private final StateStore.Subscription subscription;
  private final ConcurrentSkipListMap<Long, StoredEvent> newest = new ConcurrentSkipListMap<>();
  private final Set<EventCursor> cursors = ConcurrentHashMap.newKeySet();

  /** All events behind this id are among the newest, as far as they have been told. */
  private volatile long floor;

  /** How many there are; used by the thread of the store that tells them. */
  private int kept;

  /**
   * Listens to a store from now on.
   *
   * @param clock the time of what the stream says of itself
   */
  public EventHub(StateStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.floor = Long.MAX_VALUE;
    this.subscription = store.onEvent(this::happened);
    this.floor = store.lastSequence();
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
    EventCursor cursor = new EventCursor(this, filter, after.orElse(last), last, wake);
    cursors.add(cursor);
    return cursor;
  }

  /** The next events behind an id, wanted or not. */
  EventPage behind(long id) {
    if (id >= floor) {
      List<StoredEvent> next = newest.tailMap(id, false).values().stream().limit(BATCH).toList();
      // What was taken away meanwhile has raised the floor before.
      if (id >= floor) {
        return new EventPage(next, id, next.isEmpty() ? id : next.get(next.size() - 1).id());
      }
    }
    return store.eventPage(id, BATCH);
  }

  /** What a reader is told that has missed something. */
  String gap(EventGap gap) {
    return EventText.of(new StoredEvent(gap.resumesAfter(), gap.event(clock.instant())));
  }

  void closed(EventCursor cursor) {
    cursors.remove(cursor);
  }

  private void happened(StoredEvent event) {
    newest.put(event.id(), event);
    kept++;
    if (kept > KEPT) {
      kept--;
      long oldest = newest.firstKey();
      floor = Math.max(floor, oldest);
      newest.remove(oldest);
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
