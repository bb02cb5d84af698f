package io.firmament.server.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A table in memory. Reading never waits; of refreshments of one record that meet, the last one to
 * have read the store wins.
 *
 * @param <T> what the table keeps
 */
final class Mirror<T> {
  private static final int PAGE = 500;

  private final StateStore store;
  private final Table<T> table;
  private final ConcurrentSkipListMap<String, Stored<T>> records = new ConcurrentSkipListMap<>();

  private Mirror(StateStore store, Table<T> table) {
    this.store = store;
    this.table = table;
  }

  /** Reads a table. */
  static <T> Mirror<T> of(StateStore store, Table<T> table) {
    Mirror<T> mirror = new Mirror<>(store, table);
    List<Stored<T>> page;
    String after = "";
    do {
      page = store.list(table, "", after, PAGE);
      for (Stored<T> stored : page) {
        mirror.records.put(stored.key(), stored);
        after = stored.key();
      }
    } while (page.size() == PAGE);
    return mirror;
  }

  Optional<Stored<T>> find(String key) {
    return Optional.ofNullable(records.get(key));
  }

  List<Stored<T>> list(String keyPrefix, String after, int limit) {
    ConcurrentNavigableMap<String, Stored<T>> behind =
        after.compareTo(keyPrefix) >= 0
            ? records.tailMap(after, after.isEmpty())
            : records.tailMap(keyPrefix, true);
    List<Stored<T>> page = new ArrayList<>();
    for (Stored<T> stored : behind.values()) {
      if (page.size() == limit || !stored.key().startsWith(keyPrefix)) {
        break;
      }
      page.add(stored);
    }
    return page;
  }

  /** Reads one record again; repeated where somebody else does so at the same time. */
  void refresh(String key) {
    records.compute(key, (k, old) -> store.find(table, k).orElse(null));
  }
}
