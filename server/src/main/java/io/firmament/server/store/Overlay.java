package io.firmament.server.store;

import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What changed since a snapshot, in memory. Not thread-safe: {@link RecordLayers} guards it. */
final class Overlay implements Layer {
  private final NavigableMap<RecordKey, Version> versions = new TreeMap<>();

  void putAll(Map<RecordKey, Version> newer) {
    versions.putAll(newer);
  }

  /** The same with everything that a newer layer says. */
  Overlay coveredBy(Overlay newer) {
    Overlay merged = new Overlay();
    merged.putAll(versions);
    merged.putAll(newer.versions);
    return merged;
  }

  @Override
  public Optional<Version> find(RecordKey key) {
    return Optional.ofNullable(versions.get(key));
  }

  @Override
  public Iterator<Entry> from(RecordKey first) {
    Iterator<Map.Entry<RecordKey, Version>> rest =
        versions.tailMap(first, true).entrySet().iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rest.hasNext();
      }

      @Override
      public Entry next() {
        Map.Entry<RecordKey, Version> next = rest.next();
        return new Entry(next.getKey(), next.getValue());
      }
    };
  }
}
