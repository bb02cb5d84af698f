package io.firmament.server.store;

import io.firmament.server.app.Change;
import io.firmament.server.app.ConflictException;
import io.firmament.server.app.EventPage;
import io.firmament.server.app.ServerEvent;
import io.firmament.server.app.StateStore;
import io.firmament.server.app.StoreFailedException;
import io.firmament.server.app.Stored;
import io.firmament.server.app.StoredEvent;
import io.firmament.server.app.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The state in memory, for tests. As strict as the disk: every record goes through its stored form
 * when it is written, so that one that cannot be stored or read fails here too; what is read is
 * what came out of that. A change is made, and told, on the caller's thread before the call
 * returns.
 */
public class MemoryStateStore implements StateStore {
  private record Kept(long revision, Object value) {}

  private final RecordCodec codec = new RecordCodec();
  private final TreeMap<RecordKey, Kept> records = new TreeMap<>();
  private final Map<String, Long> outcomes = new HashMap<>();
  private final List<StoredEvent> events = new ArrayList<>();
  private final List<EventListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicReference<Runnable> before = new AtomicReference<>(() -> {});
  private Runnable whenVisible = () -> {};
  private boolean broken;
  private long sequence;
  private long keptAfter;

  /** From now on every change fails, as after a failed disk; reading still works. */
  public synchronized void breakDisk() {
    broken = true;
  }

  /** Calls an observer whenever a change has become visible, before it is acknowledged. */
  public synchronized void whenVisible(Runnable observer) {
    whenVisible = observer;
  }

  @Override
  public synchronized <T> Optional<Stored<T>> find(Table<T> table, String key) {
    return Optional.ofNullable(records.get(RecordKey.of(table, key)))
        .map(kept -> stored(table, key, kept));
  }

  @Override
  public synchronized <T> List<Stored<T>> list(
      Table<T> table, String keyPrefix, String after, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1, but was " + limit);
    }
    RecordKey prefix = RecordKey.of(table, keyPrefix);
    RecordKey behind = RecordKey.of(table, after);
    boolean begins = after.isEmpty() || behind.compareTo(prefix) < 0;
    List<Stored<T>> page = new ArrayList<>();
    for (Map.Entry<RecordKey, Kept> entry :
        records.tailMap(begins ? prefix : behind, begins).entrySet()) {
      RecordKey key = entry.getKey();
      if (page.size() == limit || !key.startsWith(prefix)) {
        break;
      }
      page.add(stored(table, key.key(), entry.getValue()));
    }
    return page;
  }

  @Override
  public CompletionStage<Long> submit(Change change) {
    try {
      return CompletableFuture.completedFuture(commit(change));
    } catch (ConflictException | StoreFailedException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Does something once, on the thread that makes the next change and just before it is made. */
  public void beforeNext(Runnable first) {
    before.set(first);
  }

  @Override
  public long commit(Change change) throws ConflictException {
    before.getAndSet(() -> {}).run();
    return committed(change);
  }

  private synchronized long committed(Change change) throws ConflictException {
    List<StoredEvent> told = new ArrayList<>();
    long outcome = apply(change, told);
    whenVisible.run();
    told.forEach(event -> listeners.forEach(listener -> listener.happened(event)));
    return outcome;
  }

  private long apply(Change change, List<StoredEvent> told) throws ConflictException {
    if (broken) {
      throw new StoreFailedException("the store is read-only: the disk failed", new IOException());
    }
    Optional<Long> before = change.idempotencyKey().map(outcomes::get);
    if (before.isPresent()) {
      return before.get();
    }
    Map<RecordKey, Optional<Object>> writes = checked(change);
    long revision = sequence + Math.max(1, change.events().size());
    for (ServerEvent event : change.events()) {
      byte[] stored = codec.encode(ServerEvent.class, event);
      told.add(new StoredEvent(++sequence, decoded(ServerEvent.class, stored)));
    }
    sequence = revision;
    events.addAll(told);
    writes.forEach(
        (key, stored) ->
            stored.ifPresentOrElse(
                value -> records.put(key, new Kept(revision, value)), () -> records.remove(key)));
    change.idempotencyKey().ifPresent(key -> outcomes.put(key, revision));
    return revision;
  }

  private Map<RecordKey, Optional<Object>> checked(Change change) throws ConflictException {
    Map<RecordKey, Optional<Object>> writes = new HashMap<>();
    for (Change.Write write : change.writes()) {
      RecordKey key = RecordKey.of(write.table(), write.key());
      if (writes.containsKey(key)) {
        throw new IllegalArgumentException("a change writes " + key + " twice");
      }
      Kept kept = records.get(key);
      long actual = kept == null ? Change.ABSENT : kept.revision();
      if (write.expectedRevision() != Change.ANY_REVISION && write.expectedRevision() != actual) {
        throw new ConflictException(key.table(), key.key(), write.expectedRevision(), actual);
      }
      Class<?> type = write.table().type();
      writes.put(key, write.value().map(value -> decoded(type, codec.encode(type, value))));
    }
    return writes;
  }

  @Override
  public synchronized EventPage eventPage(long afterId, int limit) {
    List<StoredEvent> next =
        events.stream().filter(event -> event.id() > afterId).limit(limit).toList();
    boolean full = next.size() == limit;
    return new EventPage(
        next, keptAfter, full ? next.get(limit - 1).id() : Math.max(afterId, sequence));
  }

  /** Forgets all events up to an id, as retention does. */
  public synchronized void forgetEvents(long upTo) {
    events.removeIf(event -> event.id() <= upTo);
    keptAfter = upTo;
  }

  @Override
  public synchronized long lastSequence() {
    return sequence;
  }

  @Override
  public Subscription onEvent(EventListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private <T> Stored<T> stored(Table<T> table, String key, Kept kept) {
    return new Stored<>(key, kept.revision(), table.type().cast(kept.value()));
  }

  private <T> T decoded(Class<T> type, byte[] stored) {
    try {
      return codec.decode(type, stored);
    } catch (IOException e) {
      throw new StoreFailedException("a " + type.getName() + " cannot be read back", e);
    }
  }
}
