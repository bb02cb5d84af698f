package io.firmament.server.store;

import io.firmament.server.app.Change;
import io.firmament.server.app.ConflictException;
import io.firmament.server.app.EventPage;
import io.firmament.server.app.StateStore;
import io.firmament.server.app.StoreFailedException;
import io.firmament.server.app.Stored;
import io.firmament.server.app.Table;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state on disk: a journal, and snapshots of what it says. A change is appended and forced,
 * then visible, then acknowledged. Reads see what changed since the last snapshot over that
 * snapshot.
 *
 * <p>A change that failed with {@link StoreFailedException} was not acknowledged and may still be
 * there after the next start; an idempotency key makes it safe to ask again.
 */
public final class JournaledStateStore implements StateStore, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournaledStateStore.class);

  private final RecordCodec codec = new RecordCodec();
  private final EventFan events = new EventFan();
  private final Journal journal;
  private final RecordLayers layers;
  private final Snapshotter snapshotter;
  private final Committer committer;
  private final EventReader reader;

  private JournaledStateStore(
      DataDirectory data,
      StoreOptions options,
      SnapshotShelf shelf,
      Optional<Snapshot> base,
      Journal journal,
      RecordLayers layers,
      InstantSource clock)
      throws IOException {
    this.journal = journal;
    this.layers = layers;
    this.snapshotter =
        new Snapshotter(
            layers, shelf, base, journal, data.retention(), options, clock, this::stopWriting);
    this.committer = new Committer(journal, layers, snapshotter, events::tell, options);
    this.reader = new EventReader(journal, codec);
  }

  /**
   * Opens what the directory holds, or an empty store, with {@link StoreOptions#defaults()}.
   *
   * @throws StoreUnusableException when the disk has changed what was written: says where, changes
   *     nothing
   * @throws IOException when the directory cannot be read or written
   */
  public static JournaledStateStore open(DataDirectory data) throws IOException {
    return open(data, StoreOptions.defaults());
  }

  /** As {@link #open(DataDirectory)}, with other sizes. */
  public static JournaledStateStore open(DataDirectory data, StoreOptions options)
      throws IOException {
    return open(data, options, InstantSource.system());
  }

  /** As {@link #open(DataDirectory)}, with other sizes and another time. */
  static JournaledStateStore open(DataDirectory data, StoreOptions options, InstantSource clock)
      throws IOException {
    SnapshotShelf shelf = SnapshotShelf.open(data);
    Optional<SnapshotFile.Written> newest = shelf.newest();
    long covered = newest.map(n -> n.entry().position()).orElse(0L);
    Optional<Snapshot> base = newest.map(SnapshotFile.Written::snapshot);
    boolean opened = false;
    try {
      Replay replay = new Replay(covered);
      Journal journal = Journal.open(data, options.segmentBytes(), covered, replay::take);
      RecordLayers layers = new RecordLayers(base.isPresent() ? base.get() : new Overlay());
      layers.apply(replay.versions);
      JournaledStateStore store =
          new JournaledStateStore(data, options, shelf, base, journal, layers, clock);
      store.committer.start(replay.bytes);
      opened = true;
      LOG.info("store open at sequence {}, snapshot at {}", journal.last(), covered);
      return store;
    } finally {
      if (!opened) {
        base.ifPresent(Snapshot::close);
      }
    }
  }

  /** Collects what the journal says beyond the snapshot. */
  private static final class Replay {
    private final Map<RecordKey, Version> versions = new HashMap<>();
    private final long covered;
    private long bytes;

    private Replay(long covered) {
      this.covered = covered;
    }

    private void take(JournalRecord record) throws IOException {
      if (record.last() > covered) {
        record.visit((revision, change) -> JournalRecord.apply(revision, change, versions));
        bytes += record.payload().length;
      }
    }
  }

  private void stopWriting(IOException cause) {
    LOG.error("the disk failed; nothing is written any more", cause);
    committer.fail(cause);
  }

  /** Completes when the disk has failed: the store can still be read, and the server should end. */
  public CompletionStage<StoreFailedException> failure() {
    return committer.failure().minimalCompletionStage();
  }

  @Override
  public <T> Optional<Stored<T>> find(Table<T> table, String key) {
    return layers.find(RecordKey.of(table, key)).map(version -> stored(table, key, version));
  }

  @Override
  public <T> List<Stored<T>> list(Table<T> table, String keyPrefix, String after, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1, but was " + limit);
    }
    Optional<RecordKey> behind =
        Optional.of(after).filter(key -> !key.isEmpty()).map(key -> RecordKey.of(table, key));
    return layers.list(RecordKey.of(table, keyPrefix), behind, limit).stream()
        .map(entry -> stored(table, entry.key().key(), entry.version()))
        .toList();
  }

  private <T> Stored<T> stored(Table<T> table, String key, Version version) {
    try {
      T value = codec.decode(table.type(), version.value().orElseThrow());
      return new Stored<>(key, version.revision(), value);
    } catch (IOException e) {
      throw new StoreFailedException(
          table.name() + " '" + key + "' is not a " + table.type().getName(), e);
    }
  }

  @Override
  public CompletionStage<Long> submit(Change change) {
    Commit commit = Commit.of(change, codec);
    CompletionStage<Long> told = events.afterOutcome(commit.outcome());
    committer.enqueue(commit);
    return told;
  }

  @Override
  public long commit(Change change) throws ConflictException {
    Commit commit = Commit.of(change, codec);
    committer.enqueue(commit);
    try {
      return commit.outcome().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ConflictException conflict) {
        throw conflict;
      }
      throw new StoreFailedException(e.getCause().getMessage(), e.getCause());
    }
  }

  @Override
  public EventPage eventPage(long afterId, int limit) {
    return reader.read(afterId, committer.visible(), limit);
  }

  @Override
  public long lastSequence() {
    return committer.visible();
  }

  @Override
  public Subscription onEvent(EventListener listener) {
    return events.add(listener);
  }

  /** What is durable in the journal now, oldest first. */
  List<JournalSegment> segments() {
    return journal.segments();
  }

  /** Writes what waits, finishes a snapshot that is being made, and ends. */
  @Override
  public void close() throws IOException {
    committer.close();
    snapshotter.close();
    events.close();
    journal.close();
  }
}
