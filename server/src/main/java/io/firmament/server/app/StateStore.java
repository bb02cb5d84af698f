package io.firmament.server.app;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port to all that the server must remember, apart from firmware files. A change is durable
 * before it is visible, and visible before it is acknowledged.
 */
public interface StateStore {
  /** The record under a key, if there is one. */
  <T> Optional<Stored<T>> find(Table<T> table, String key);

  /**
   * Records in ascending order of their keys.
   *
   * @param keyPrefix only keys that begin so; empty for all
   * @param after only keys behind this one; empty for the first page
   * @param limit how many at most, at least 1
   */
  <T> List<Stored<T>> list(Table<T> table, String keyPrefix, String after, int limit);

  /**
   * Makes a change. The stage completes with the sequence number of the change once it is durable
   * and visible; it fails with {@link ConflictException} when a record is not as expected (nothing
   * is written then), and with {@link StoreFailedException} when the disk failed (the store is
   * read-only from then on). Never blocks the caller on the disk; completions run on a thread of
   * the store and must be short.
   */
  CompletionStage<Long> submit(Change change);

  /** Makes a change and waits until it is durable; otherwise as {@link #submit}. */
  long commit(Change change) throws ConflictException;

  /**
   * The next events behind a sequence number, oldest first, as far as retention has kept them.
   *
   * @param limit how many at most, at least 1
   */
  EventPage eventPage(long afterId, int limit);

  /** The events of {@link #eventPage}, whether some before them are missing or not. */
  default List<StoredEvent> events(long afterId, int limit) {
    return eventPage(afterId, limit).events();
  }

  /** The sequence number of the newest change; 0 in an empty store. */
  long lastSequence();

  /**
   * Calls a listener with every event once it is durable, in order, on a thread of the store; the
   * listener must not block. Closing the handle ends it.
   */
  Subscription onEvent(EventListener listener);

  /** Is told events. */
  interface EventListener {
    /** An event is durable. */
    void happened(StoredEvent event);
  }

  /** Ends a listening. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
