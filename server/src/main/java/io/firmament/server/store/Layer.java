package io.firmament.server.store;

import java.util.Iterator;
import java.util.Optional;

/** Versions of records, in the order of their keys; a newer layer covers an older one. */
interface Layer {
  /** What this layer says of a key. */
  Optional<Version> find(RecordKey key);

  /** All that it says, from a key on. */
  Iterator<Entry> from(RecordKey first);

  /**
   * A key and its version.
   *
   * @param key the key
   * @param version what it stands for
   */
  record Entry(RecordKey key, Version version) {}
}
