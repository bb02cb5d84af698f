package io.firmament.server.store;

import io.firmament.server.app.Change;
import io.firmament.server.app.ServerEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A change that waits for the disk.
 *
 * @param change its stored form
 * @param expected the revision that each of its writes expects, in the same order
 * @param events what it tells, in the same order as in the stored form
 * @param outcome is told how it ended, by the thread that writes
 */
record Commit(
    JournaledChange change,
    List<Long> expected,
    List<ServerEvent> events,
    CompletableFuture<Long> outcome) {
  /** The most that the stored form of a change may take, in octets. */
  static final int MAX_BYTES = 16 << 20;

  /**
   * Puts a change into its stored form, on the thread of whoever asks for it.
   *
   * @throws IllegalArgumentException when it cannot be stored
   */
  static Commit of(Change change, RecordCodec codec) {
    List<JournaledChange.Write> writes = new ArrayList<>();
    Set<RecordKey> seen = new HashSet<>();
    for (Change.Write write : change.writes()) {
      RecordKey key = RecordKey.of(write.table(), write.key());
      if (!seen.add(key)) {
        throw new IllegalArgumentException("a change writes " + key + " twice");
      }
      Optional<byte[]> value =
          write.value().map(record -> codec.encode(write.table().type(), record));
      writes.add(new JournaledChange.Write(key, value));
    }
    List<byte[]> events =
        change.events().stream().map(event -> codec.encode(ServerEvent.class, event)).toList();
    Commit commit =
        new Commit(
            new JournaledChange(change.idempotencyKey(), writes, events),
            change.writes().stream().map(Change.Write::expectedRevision).toList(),
            change.events(),
            new CompletableFuture<>());
    if (commit.bytes() > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a change takes at most " + MAX_BYTES + " bytes, but this one " + commit.bytes());
    }
    return commit;
  }

  /** About how much it takes in the journal, in octets. */
  long bytes() {
    long bytes = change.idempotencyKey().map(String::length).orElse(0);
    for (JournaledChange.Write write : change.writes()) {
      bytes += write.key().octets().length + write.value().map(v -> v.length).orElse(0);
    }
    return bytes + change.events().stream().mapToLong(event -> event.length).sum();
  }
}
