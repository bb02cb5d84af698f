package io.firmament.server.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is written together or not at all: records put and removed, each only if nobody changed it
 * since it was read, and the events that report it.
 *
 * @param writes the records, each at most once
 * @param events what the event stream tells once the change is durable
 * @param idempotencyKey where it is there, a second change with the same key is not made: its
 *     outcome is that of the first; a refused change does not use up its key
 */
public record Change(
    List<Write> writes, List<ServerEvent> events, Optional<String> idempotencyKey) {
  /** Whatever revision the record has, or if there is none. */
  public static final long ANY_REVISION = -1;

  /** Only if there is no such record yet. */
  public static final long ABSENT = 0;

  /** Keeps copies. */
  public Change {
    writes = List.copyOf(writes);
    events = List.copyOf(events);
  }

  /**
   * One record put or removed.
   *
   * @param table where
   * @param key which
   * @param value the new value; empty removes the record
   * @param expectedRevision the revision it must have, {@link #ABSENT} or {@link #ANY_REVISION}
   */
  public record Write(Table<?> table, String key, Optional<Object> value, long expectedRevision) {}

  /** Starts a change. */
  public static Builder change() {
    return new Builder();
  }

  /** Collects a change. */
  public static final class Builder {
    private final List<Write> writes = new ArrayList<>();
    private final List<ServerEvent> events = new ArrayList<>();
    private Optional<String> idempotencyKey = Optional.empty();

    private Builder() {}

    /** Adds a record that must not exist. */
    public <T> Builder create(Table<T> table, String key, T value) {
      return write(table, key, Optional.of(value), ABSENT);
    }

    /** Replaces a record that nobody else has changed since it was read. */
    public <T> Builder replace(Table<T> table, Stored<T> read, T value) {
      return write(table, read.key(), Optional.of(value), read.revision());
    }

    /** Writes a record, whatever was there. */
    public <T> Builder put(Table<T> table, String key, T value) {
      return write(table, key, Optional.of(value), ANY_REVISION);
    }

    /** Removes a record that nobody else has changed since it was read. */
    public <T> Builder remove(Table<T> table, Stored<T> read) {
      return write(table, read.key(), Optional.empty(), read.revision());
    }

    /** Removes a record if it is there, whoever changed it. */
    public Builder drop(Table<?> table, String key) {
      return write(table, key, Optional.empty(), ANY_REVISION);
    }

    /** Reports something with the change. */
    public Builder event(ServerEvent event) {
      events.add(event);
      return this;
    }

    /** Makes the change happen once, however often it is asked for with this key. */
    public Builder idempotentAs(String key) {
      idempotencyKey = Optional.of(key);
      return this;
    }

    /** The change. */
    public Change build() {
      return new Change(writes, events, idempotencyKey);
    }

    private Builder write(Table<?> table, String key, Optional<Object> value, long expected) {
      writes.add(new Write(table, key, value, expected));
      return this;
    }
  }
}
