package io.firmament.server.app;

import io.firmament.protocol.value.Digest;
import io.firmament.server.device.Product;
import io.firmament.server.release.Encoding;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Flash;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the blobs of flashes that have ended, unless somebody else needs the same octets. While
 * anybody stores blobs that no record names yet, nothing is deleted (docs/concurrency.md).
 */
public final class SweepFlashes {
  private static final Logger LOG = LoggerFactory.getLogger(SweepFlashes.class);

  private final StateStore store;
  private final Fleet fleet;
  private final BlobStore blobs;
  private final BlobOwners owners;
  private final Executor work;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final AtomicBoolean leftovers = new AtomicBoolean(true);
  private final AtomicBoolean queued = new AtomicBoolean();

  SweepFlashes(Ports ports, Fleet fleet, BlobOwners owners) {
    this.store = ports.state();
    this.fleet = fleet;
    this.blobs = ports.blobs();
    this.owners = owners;
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
    String key = flash.manifest().hex();
    Change change = Change.change().put(Tables.FLASH_BLOBS, key, flash).build();
    store.submit(change).toCompletableFuture().join();
    leftovers.set(true);
  }

  /**
   * Sweeps in the background, if there may be anything; to be called when a flash may have ended.
   */
  public void sweepSoon() {
    if (leftovers.get() && queued.compareAndSet(false, true)) {
      work.execute(this::sweep);
    }
  }

  private void sweep() {
    queued.set(false);
    if (!lock.writeLock().tryLock()) {
      return; // Somebody stores something: next time.
    }
    try {
      List<Flash> left = fleet.all(Tables.FLASH_BLOBS, "");
      List<Flash> over = left.stream().filter(flash -> !isLive(flash)).toList();
      Set<Digest> used = used(left.stream().filter(this::isLive).toList());
      for (Flash flash : over) {
        delete(flash, used);
      }
      leftovers.set(over.size() < left.size());
    } catch (IOException e) {
      LOG.error("what was flashed cannot be deleted: {}", e.getMessage());
    } finally {
      lock.writeLock().unlock();
    }
  }

  private boolean isLive(Flash flash) {
    return fleet
        .catalogue(flash.firmware().product())
        .flash(flash.device())
        .filter(flash::equals)
        .isPresent();
  }

  private Set<Digest> used(List<Flash> live) {
    Set<Digest> used = new HashSet<>();
    live.forEach(flash -> used.addAll(digests(flash.firmware())));
    for (Product product : fleet.all(Tables.PRODUCTS, "")) {
      fleet.firmware(product.id()).forEach(firmware -> used.addAll(digests(firmware)));
    }
    return used;
  }

  private static Set<Digest> digests(Firmware firmware) {
    Set<Digest> digests = new HashSet<>(Set.of(firmware.manifest().digest(), firmware.image()));
    firmware.encodings().stream().map(Encoding::digest).forEach(digests::add);
    return digests;
  }

  private void delete(Flash flash, Set<Digest> used) throws IOException {
    for (Digest digest : digests(flash.firmware())) {
      if (!used.contains(digest)) {
        owners.forget(digest);
        blobs.delete(digest);
      }
    }
    String key = flash.manifest().hex();
    store.submit(Change.change().drop(Tables.FLASH_BLOBS, key).build());
  }
}
