package io.firmament.server.store;

import io.firmament.server.app.Change;
import io.firmament.server.app.ConflictException;
import io.firmament.server.app.StoreFailedException;
import io.firmament.server.app.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes that one force makes durable, each judged as if those before it had been made. Nobody is
 * told anything, not even of a conflict, before all of it is durable.
 */
final class CommitGroup {
  private final RecordLayers layers;
  private final long first;
  private final List<JournaledChange> changes = new ArrayList<>();
  private final Map<RecordKey, Version> versions = new HashMap<>();
  private final List<StoredEvent> events = new ArrayList<>();
  private final List<Runnable> outcomes = new ArrayList<>();
  private final List<Commit> members = new ArrayList<>();
  private long last;

  CommitGroup(RecordLayers layers, long lastSequence) {
    this.layers = layers;
    this.first = lastSequence + 1;
    this.last = lastSequence;
  }

  void add(Commit commit) {
    members.add(commit);
    Optional<Version> before =
        commit.change().idempotencyKey().map(RecordKey::ofOutcome).flatMap(this::find);
    if (before.isPresent()) {
      outcomes.add(() -> commit.outcome().complete(before.get().revision()));
      return;
    }
    Optional<ConflictException> conflict = conflict(commit);
    if (conflict.isPresent()) {
      outcomes.add(() -> commit.outcome().completeExceptionally(conflict.get()));
      return;
    }
    accept(commit);
  }

  private void accept(Commit commit) {
    long eventId = last;
    for (var event : commit.events()) {
      events.add(new StoredEvent(++eventId, event));
    }
    last += commit.change().span();
    long revision = last;
    changes.add(commit.change());
    JournalRecord.apply(revision, commit.change(), versions);
    outcomes.add(() -> commit.outcome().complete(revision));
  }

  private Optional<ConflictException> conflict(Commit commit) {
    List<JournaledChange.Write> writes = commit.change().writes();
    for (int i = 0; i < writes.size(); i++) {
      long expected = commit.expected().get(i);
      if (expected != Change.ANY_REVISION) {
        RecordKey key = writes.get(i).key();
        long actual = find(key).map(Version::revision).orElse(Change.ABSENT);
        if (actual != expected) {
          return Optional.of(new ConflictException(key.table(), key.key(), expected, actual));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Version> find(RecordKey key) {
    Version changed = versions.get(key);
    return changed == null
        ? layers.find(key)
        : Optional.of(changed).filter(version -> version.value().isPresent());
  }

  /** What is to be made durable, if anything. */
  Optional<JournalRecord> record() {
    return changes.isEmpty() ? Optional.empty() : Optional.of(new JournalRecord(first, changes));
  }

  Map<RecordKey, Version> versions() {
    return versions;
  }

  List<StoredEvent> events() {
    return events;
  }

  long last() {
    return last;
  }

  /** Tells everybody how it ended. */
  void acknowledge() {
    outcomes.forEach(Runnable::run);
  }

  /** Tells everybody that the disk failed. */
  void fail(StoreFailedException failure) {
    members.forEach(commit -> commit.outcome().completeExceptionally(failure));
  }
}
