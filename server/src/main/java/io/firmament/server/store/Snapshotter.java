package io.firmament.server.store;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterators;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes snapshots on a thread of its own, one at a time, and cuts the journal after them. A
 * snapshot that cannot be written, as on a full disk, costs nothing but a longer journal; only a
 * failed force is reported, as the disk is not to be trusted after it.
 */
final class Snapshotter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshotter.class);

  private static final int SNAPSHOTS_IN_EVENT_AGE = 4;

  private final RecordLayers layers;
  private final SnapshotShelf shelf;
  private final Journal journal;
  private final Retention retention;
  private final StoreOptions options;
  private final InstantSource clock;
  private final Consumer<ForceFailedException> onForceFailed;
  private final Semaphore idle = new Semaphore(1);
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "store-snapshot");
            made.setDaemon(true);
            return made;
          });
  private Optional<Snapshot> base;

  /** When a snapshot is made however little happened; used by the thread that applies changes. */
  private Instant dueAt;

  /** Octets of the newest snapshot; 0 before the first. */
  private volatile long lastBytes;

  /**
   * @param base the snapshot that the layers stand on, closed once another takes its place
   */
  Snapshotter(
      RecordLayers layers,
      SnapshotShelf shelf,
      Optional<Snapshot> base,
      Journal journal,
      Retention retention,
      StoreOptions options,
      InstantSource clock,
      Consumer<ForceFailedException> onForceFailed)
      throws IOException {
    this.layers = layers;
    this.shelf = shelf;
    this.base = base;
    this.journal = journal;
    this.retention = retention;
    this.options = options;
    this.clock = clock;
    this.onForceFailed = onForceFailed;
    this.lastBytes = shelf.newestBytes();
    this.dueAt = nextDue();
  }

  /**
   * Whether the journal has grown enough for the next snapshot: by as much as the last one has
   * octets, so that snapshots at most double what is written, between the bounds of the options. Or
   * whether it is time: old events go with segments, and segments with snapshots.
   */
  boolean isDue(long journalBytes) {
    long wanted = Math.max(options.snapshotAfterBytes(), lastBytes);
    return journalBytes >= Math.min(wanted, options.snapshotAtLatestBytes())
        || !clock.instant().isBefore(dueAt);
  }

  private Instant nextDue() {
    return clock.instant().plus(options.eventAge().dividedBy(SNAPSHOTS_IN_EVENT_AGE));
  }

  /**
   * Starts a snapshot of what is visible, unless one is being made. Called by the thread that
   * applies changes, so that none is applied in between.
   *
   * @param position the last sequence number that is visible
   * @return whether it was started
   */
  boolean start(long position) {
    if (!idle.tryAcquire()) {
      return false;
    }
    List<Layer> frozen = layers.freeze();
    journal.roll();
    dueAt = nextDue();
    thread.execute(() -> run(position, frozen));
    return true;
  }

  private void run(long position, List<Layer> frozen) {
    boolean done = false;
    try {
      Snapshot snapshot = shelf.add(position, kept(position, frozen));
      layers.rebase(snapshot);
      lastBytes = shelf.newestBytes();
      done = true;
      base.ifPresent(Snapshot::close);
      base = Optional.of(snapshot);
      clean();
    } catch (ForceFailedException e) {
      onForceFailed.accept(e);
    } catch (IOException e) {
      LOG.warn("the snapshot up to {} is not finished, the journal stays longer", position, e);
    } finally {
      if (!done) {
        layers.thaw();
      }
      idle.release();
    }
  }

  /** Outcomes of changes are forgotten some time, everything else is kept. */
  private Iterator<Layer.Entry> kept(long position, List<Layer> frozen) {
    long forgotten = position - options.outcomesKept();
    Iterator<Layer.Entry> all = new MergedLayers(frozen, new RecordKey(new byte[0]));
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(all, 0), false)
        .filter(entry -> !entry.key().isOutcome() || entry.version().revision() > forgotten)
        .iterator();
  }

  private void clean() throws IOException {
    boolean cleaned =
        retention.unlessHeld(
            () -> {
              shelf.deleteOld();
              Instant since = clock.instant().minus(options.eventAge());
              journal.cut(shelf.coveredTwice(), options.eventBytes(), since);
            });
    if (!cleaned) {
      LOG.info("a backup is running: old snapshots and segments stay until the next snapshot");
    }
  }

  /** Waits for a snapshot that is being made, and ends. */
  @Override
  public void close() {
    thread.shutdown();
    boolean ended = false;
    while (!ended) {
      try {
        ended = thread.awaitTermination(1, TimeUnit.HOURS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    base.ifPresent(Snapshot::close);
  }
}
