package io.firmament.server.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The records as readers see them: what changed lately, over what is being written into a snapshot,
 * over the last snapshot. A change appears as a whole. Thread-safe.
 */
final class RecordLayers {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private Overlay live = new Overlay();
  private Overlay frozen = new Overlay();
  private Layer base;

  RecordLayers(Layer base) {
    this.base = base;
  }

  /** The record under a key, unless there is none or it was removed. */
  Optional<Version> find(RecordKey key) {
    return reading(
        () ->
            live.find(key)
                .or(() -> frozen.find(key))
                .or(() -> base.find(key))
                .filter(version -> version.value().isPresent()));
  }

  /** Records whose keys begin so, in order. */
  List<Layer.Entry> list(RecordKey prefix, Optional<RecordKey> after, int limit) {
    return reading(
        () -> {
          List<Layer.Entry> page = new ArrayList<>();
          RecordKey first = after.filter(key -> key.compareTo(prefix) > 0).orElse(prefix);
          Iterator<Layer.Entry> all = new MergedLayers(List.of(live, frozen, base), first);
          while (page.size() < limit && all.hasNext()) {
            Layer.Entry entry = all.next();
            if (!entry.key().startsWith(prefix)) {
              break;
            }
            if (after.isEmpty() || entry.key().compareTo(after.get()) > 0) {
              page.add(entry);
            }
          }
          return page;
        });
  }

  void apply(Map<RecordKey, Version> versions) {
    writing(() -> live.putAll(versions));
  }

  /**
   * Sets apart what changed up to now, for a snapshot; it does not change from now on, and stays
   * visible.
   */
  List<Layer> freeze() {
    List<Layer> toWrite = new ArrayList<>();
    writing(
        () -> {
          frozen = live;
          live = new Overlay();
          toWrite.add(frozen);
          toWrite.add(base);
        });
    return toWrite;
  }

  /** The snapshot could not be made: all is as before {@link #freeze}. */
  void thaw() {
    writing(
        () -> {
          live = frozen.coveredBy(live);
          frozen = new Overlay();
        });
  }

  /** The snapshot takes the place of what was frozen; nobody reads the old one afterwards. */
  void rebase(Layer snapshot) {
    writing(
        () -> {
          base = snapshot;
          frozen = new Overlay();
        });
  }

  private interface Reading<T> {
    T read();
  }

  private <T> T reading(Reading<T> reading) {
    Lock shared = lock.readLock();
    shared.lock();
    try {
      return reading.read();
    } finally {
      shared.unlock();
    }
  }

  private void writing(Runnable writing) {
    Lock exclusive = lock.writeLock();
    exclusive.lock();
    try {
      writing.run();
    } finally {
      exclusive.unlock();
    }
  }
}
