package io.firmament.server.store;

import io.firmament.server.app.StoreFailedException;
import io.firmament.server.app.StoredEvent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one thread that writes: takes all changes that wait, appends them as one record, forces it,
 * makes them visible, tells of their events, acknowledges them. After a failure nothing is written
 * any more.
 */
final class Committer {
  /** The most changes, and about the most octets, that are made durable together. */
  private static final int GROUP_CHANGES = 1024;

  private static final long GROUP_BYTES = 1 << 20;

  private final Journal journal;
  private final RecordLayers layers;
  private final Snapshotter snapshotter;
  private final Consumer<List<StoredEvent>> onEvents;
  private final BlockingQueue<Optional<Commit>> queue;
  private final Object monitor = new Object();
  private final CompletableFuture<StoreFailedException> failure = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "store-writer");
  private volatile long visible;
  private boolean closed;
  private long bytesSinceSnapshot;

  Committer(
      Journal journal,
      RecordLayers layers,
      Snapshotter snapshotter,
      Consumer<List<StoredEvent>> onEvents,
      StoreOptions options) {
    this.journal = journal;
    this.layers = layers;
    this.snapshotter = snapshotter;
    this.onEvents = onEvents;
    this.queue = new LinkedBlockingQueue<>(options.queuedChanges());
    thread.setDaemon(true);
  }

  /**
   * @param replayedBytes journal that no snapshot covers
   */
  void start(long replayedBytes) {
    bytesSinceSnapshot = replayedBytes;
    visible = journal.last();
    thread.start();
  }

  /** The sequence number of the newest visible change. */
  long visible() {
    return visible;
  }

  /** Completes when the store has become read-only. */
  CompletableFuture<StoreFailedException> failure() {
    return failure;
  }

  void enqueue(Commit commit) {
    Optional<StoreFailedException> refusal;
    synchronized (monitor) {
      refusal = refusal();
      if (refusal.isEmpty() && !queue.offer(Optional.of(commit))) {
        refusal = Optional.of(refused(queue.size() + " changes wait for the disk already"));
      }
    }
    refusal.ifPresent(commit.outcome()::completeExceptionally);
  }

  private Optional<StoreFailedException> refusal() {
    if (failure.isDone()) {
      return Optional.of(readOnly(failure.join().getCause()));
    }
    return closed ? Optional.of(refused("the store is closed")) : Optional.empty();
  }

  private static StoreFailedException refused(String why) {
    return new StoreFailedException(why, null);
  }

  private static StoreFailedException readOnly(Throwable cause) {
    return new StoreFailedException(
        "the store is read-only since the disk failed ("
            + cause.getMessage()
            + "); check the disk and its free space, then start the server again",
        cause);
  }

  /** From now on nothing is written. */
  void fail(IOException cause) {
    failure.complete(readOnly(cause));
  }

  private void run() {
    boolean more = true;
    try {
      while (more) {
        more = writeGroup();
      }
    } catch (InterruptedException e) {
      fail(new IOException("the thread that writes was interrupted", e));
    } finally {
      end();
    }
  }

  /** Whoever still waits is told; also after an error in the program. */
  private void end() {
    boolean wanted;
    synchronized (monitor) {
      wanted = closed;
      closed = true;
    }
    if (!wanted) {
      fail(new IOException("the thread that writes has ended"));
    }
    StoreFailedException reason =
        failure.isDone() ? readOnly(failure.join().getCause()) : refused("the store is closed");
    queue.forEach(
        waiting -> waiting.ifPresent(commit -> commit.outcome().completeExceptionally(reason)));
  }

  /**
   * Writes all that waits.
   *
   * @return whether to go on
   */
  private boolean writeGroup() throws InterruptedException {
    CommitGroup group = new CommitGroup(layers, journal.last());
    boolean written = false;
    try {
      boolean more = gather(group);
      write(group);
      written = true;
      return more;
    } catch (IOException e) {
      fail(e);
      return false;
    } finally {
      if (!written) {
        group.fail(readOnly(failure.isDone() ? failure.join().getCause() : new IOException()));
      }
    }
  }

  private boolean gather(CommitGroup group) throws InterruptedException {
    Optional<Commit> next = queue.take();
    long bytes = 0;
    int changes = 0;
    while (next != null && next.isPresent()) {
      group.add(next.get());
      bytes += next.get().bytes();
      changes++;
      next = changes < GROUP_CHANGES && bytes < GROUP_BYTES ? queue.poll() : null;
    }
    return next == null;
  }

  private void write(CommitGroup group) throws IOException {
    if (failure.isDone()) {
      throw new IOException(failure.join().getCause());
    }
    if (group.record().isPresent()) {
      bytesSinceSnapshot += journal.append(group.record().get());
      layers.apply(group.versions());
      visible = group.last();
      onEvents.accept(group.events());
    }
    group.acknowledge();
    if (snapshotter.isDue(bytesSinceSnapshot) && snapshotter.start(visible)) {
      bytesSinceSnapshot = 0;
    }
  }

  /** Writes what waits, and ends. */
  void close() {
    synchronized (monitor) {
      closed = true;
    }
    boolean interrupted = false;
    boolean told = false;
    while (thread.isAlive()) {
      try {
        told = told || queue.offer(Optional.empty(), 100, TimeUnit.MILLISECONDS);
        thread.join(told ? 0 : 1);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
