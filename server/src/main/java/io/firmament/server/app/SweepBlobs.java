package io.firmament.server.app;

import io.firmament.protocol.value.Digest;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Flash;
import io.firmament.server.transfer.Attempt;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes blobs that nobody needs any more (ADR 38): those of flashes that have ended and of
 * versions that were deleted, once nothing of them is on its way; and strays, which no record
 * names, since an upload came to nothing or the server was killed. While anybody stores blobs that
 * no record names yet, nothing is deleted (docs/concurrency.md).
 */
public final class SweepBlobs {
  private static final Logger LOG = LoggerFactory.getLogger(SweepBlobs.class);

  /** How often strays are looked for, beside the start and after an upload that failed. */
  static final Duration STRAYS_EVERY = Duration.ofHours(1);

  /** How often is looked whether what is on its way has ended. */
  static final Duration LEFT_EVERY = Duration.ofSeconds(30);

  private final StateStore store;
  private final Fleet fleet;
  private final BlobStore blobs;
  private final BlobOwners owners;
  private final InstantSource clock;
  private final Executor work;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final AtomicBoolean left = new AtomicBoolean(true);
  private final AtomicBoolean strays = new AtomicBoolean();
  private final AtomicBoolean queued = new AtomicBoolean();

  /** When to look again; used by those who look. */
  private volatile Instant nextLeft = Instant.MIN;

  private volatile Instant nextStrays = Instant.MIN;

  SweepBlobs(Ports ports, Fleet fleet, BlobOwners owners) {
    this.store = ports.state();
    this.fleet = fleet;
    this.blobs = ports.blobs();
    this.owners = owners;
    this.clock = ports.clock();
    this.work = ports.work();
  }

  /**
   * Keeps blobs from being swept between being stored and being named by a record.
   *
   * @return locked: to be unlocked by the same thread, once a record names what it has stored
   */
  Lock hold() {
    lock.readLock().lock();
    return lock.readLock();
  }

  /** Notes what is to be swept one day; to be called within a {@link #hold}. */
  void remember(Flash flash) {
    Change.Builder change = Change.change();
    leave(change, flash.firmware());
    store.submit(change.build()).toCompletableFuture().join();
    left.set(true);
  }

  /** Adds to a change that a firmware leaves blobs behind; {@link #hasLeft} is to follow it. */
  static void leave(Change.Builder change, Firmware firmware) {
    change.put(Tables.LEFT_BLOBS, firmware.manifest().digest().hex(), firmware);
  }

  /** A firmware has left blobs behind. */
  void hasLeft() {
    left.set(true);
    sweepSoon();
  }

  /** Something was stored that no record names: to be called within a {@link #hold}. */
  void strayed() {
    strays.set(true);
  }

  /** Looks whether there is something to sweep; to be called every second or so. */
  void look(Instant now) {
    if (!now.isBefore(nextLeft)) {
      left.set(true);
    }
    if (!now.isBefore(nextStrays)) {
      strays.set(true);
    }
    if (strays.get()) {
      sweepInBackground();
    }
    sweepSoon();
  }

  /**
   * Sweeps in the background, if there may be anything; to be called when a flash may have ended.
   */
  public void sweepSoon() {
    if (left.get()) {
      sweepInBackground();
    }
  }

  private void sweepInBackground() {
    if (queued.compareAndSet(false, true)) {
      work.execute(this::sweep);
    }
  }

  private void sweep() {
    queued.set(false);
    if (!lock.writeLock().tryLock()) {
      return; // Somebody stores something: next time.
    }
    try {
      if (left.getAndSet(false)) {
        boolean again = true;
        try {
          again = sweepLeft();
        } finally {
          left.compareAndSet(false, again);
        }
      }
      if (strays.get()) {
        sweepStrays();
      }
    } catch (IOException e) {
      LOG.error("blobs that nobody needs cannot be deleted: {}", e.getMessage());
    } finally {
      lock.writeLock().unlock();
    }
  }

  // ---- What flashes and deleted versions leave behind

  /**
   * Sweeps what devices do not get any more.
   *
   * @return whether there is more that may be over soon: whoever is flashed says when that has
   *     ended, whatever else is on its way is looked for
   */
  private boolean sweepLeft() throws IOException {
    List<Firmware> all = fleet.all(Tables.LEFT_BLOBS, "");
    Set<Digest> flashed = flashed();
    List<Firmware> ended =
        all.stream().filter(f -> !flashed.contains(f.manifest().digest())).toList();
    Set<Digest> onTheirWay = ended.isEmpty() ? Set.of() : onTheirWay();
    List<Firmware> over =
        ended.stream().filter(f -> !onTheirWay.contains(f.manifest().digest())).toList();
    NeededBlobs needed = named();
    all.stream().filter(f -> !over.contains(f)).forEach(needed::add);
    if (!over.isEmpty() && !isWriting()) {
      return true;
    }
    for (Firmware firmware : over) {
      delete(firmware, needed);
    }
    boolean sending = over.size() < ended.size();
    nextLeft = sending ? clock.instant().plus(LEFT_EVERY) : Instant.MAX;
    return ended.size() < all.size();
  }

  /**
   * Whether the store takes changes. One that does not, since its disk failed, may have written
   * what it does not show, and the next start finds: the blobs that this names must stay.
   */
  private boolean isWriting() {
    return store
        .submit(Change.change().build())
        .handle((sequence, failure) -> failure == null)
        .toCompletableFuture()
        .join();
  }

  private Set<Digest> flashed() {
    return fleet.all(Tables.FLASHES, "").stream().map(Flash::manifest).collect(Collectors.toSet());
  }

  private Set<Digest> onTheirWay() {
    return underWay().map(Attempt::manifest).collect(Collectors.toSet());
  }

  private Stream<Attempt> underWay() {
    return fleet.all(Tables.ATTEMPTS, "").stream().filter(a -> !a.state().ended());
  }

  /** What the records of firmware and flashes name. */
  private NeededBlobs named() {
    NeededBlobs named = new NeededBlobs();
    fleet.all(Tables.FIRMWARE, "").forEach(named::add);
    fleet.all(Tables.FLASHES, "").forEach(flash -> named.add(flash.firmware()));
    return named;
  }

  private void delete(Firmware firmware, NeededBlobs needed) throws IOException {
    for (Digest digest : NeededBlobs.of(firmware)) {
      if (!needed.has(digest, firmware.product())) {
        owners.forget(digest, firmware.product());
      }
      if (!needed.has(digest)) {
        blobs.delete(digest);
      }
    }
    String key = firmware.manifest().digest().hex();
    store.submit(Change.change().drop(Tables.LEFT_BLOBS, key).build());
  }

  // ---- What no record names

  private void sweepStrays() throws IOException {
    NeededBlobs needed = named();
    fleet.all(Tables.LEFT_BLOBS, "").forEach(needed::add);
    underWay().flatMap(a -> Stream.of(a.manifest(), a.image())).forEach(needed::add);
    List<Digest> found = blobs.all().stream().filter(digest -> !needed.has(digest)).toList();
    if (!found.isEmpty() && !isWriting()) {
      return;
    }
    for (Digest digest : found) {
      owners.forget(digest);
      blobs.delete(digest);
    }
    strays.set(false);
    nextStrays = clock.instant().plus(STRAYS_EVERY);
    if (!found.isEmpty()) {
      LOG.info("{} blobs that no record names have been deleted", found.size());
    }
  }
}
