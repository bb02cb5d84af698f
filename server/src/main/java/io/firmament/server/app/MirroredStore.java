package io.firmament.server.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The store with some of its tables in memory, too: decisions look at a whole fleet, and must not
 * read it from the disk. What was acknowledged is in memory before it is acknowledged here; a
 * change that came too late reads again what it should have seen.
 */
final class MirroredStore implements StateStore {
  private final StateStore store;
  private final Map<Table<?>, Mirror<?>> mirrors;
  private final List<Table<?>> watched;
  private final AtomicLong edition = new AtomicLong();

  private MirroredStore(
      StateStore store, Map<Table<?>, Mirror<?>> mirrors, List<Table<?>> watched) {
    this.store = store;
    this.mirrors = mirrors;
    this.watched = watched;
  }

  /**
   * Reads the tables to be mirrored.
   *
   * @param mirrored the tables that are kept in memory; their keys are ASCII
   * @param watched those among them whose changes make another {@link #edition}
   */
  static MirroredStore over(StateStore store, List<Table<?>> mirrored, List<Table<?>> watched) {
    Map<Table<?>, Mirror<?>> mirrors =
        mirrored.stream().collect(Collectors.toMap(Function.identity(), t -> Mirror.of(store, t)));
    return new MirroredStore(store, Map.copyOf(mirrors), List.copyOf(watched));
  }

  /** A number that is another one after every change of a watched table. */
  long edition() {
    return edition.get();
  }

  @Override
  public <T> Optional<Stored<T>> find(Table<T> table, String key) {
    Optional<Mirror<T>> mirror = mirror(table);
    return mirror.isPresent() ? mirror.get().find(key) : store.find(table, key);
  }

  @Override
  public <T> List<Stored<T>> list(Table<T> table, String keyPrefix, String after, int limit) {
    Optional<Mirror<T>> mirror = mirror(table);
    return mirror.isPresent()
        ? mirror.get().list(keyPrefix, after, limit)
        : store.list(table, keyPrefix, after, limit);
  }

  @Override
  public CompletionStage<Long> submit(Change change) {
    return store
        .submit(change)
        .whenComplete(
            (sequence, failure) -> {
              if (failure == null || isConflict(failure)) {
                refresh(change);
              }
            });
  }

  @Override
  public long commit(Change change) throws ConflictException {
    try {
      return store.commit(change);
    } finally {
      refresh(change);
    }
  }

  @Override
  public EventPage eventPage(long afterId, int limit) {
    return store.eventPage(afterId, limit);
  }

  @Override
  public long lastSequence() {
    return store.lastSequence();
  }

  @Override
  public Subscription onEvent(EventListener listener) {
    return store.onEvent(listener);
  }

  private static boolean isConflict(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof ConflictException;
  }

  /**
   * The watched tables come first: whoever sees another record of the change sees its edition, too,
   * so that writing that record unchanged is enough to be told of a change of them.
   */
  private void refresh(Change change) {
    boolean another = false;
    for (Change.Write write : change.writes()) {
      if (watched.contains(write.table())) {
        refresh(write);
        another = true;
      }
    }
    if (another) {
      edition.incrementAndGet();
    }
    change.writes().stream().filter(w -> !watched.contains(w.table())).forEach(this::refresh);
  }

  private void refresh(Change.Write write) {
    mirror(write.table()).ifPresent(m -> m.refresh(write.key()));
  }

  /** The cast is safe: a table's mirror is made from the table. */
  @SuppressWarnings("unchecked")
  private <T> Optional<Mirror<T>> mirror(Table<T> table) {
    return Optional.ofNullable((Mirror<T>) mirrors.get(table));
  }
}
