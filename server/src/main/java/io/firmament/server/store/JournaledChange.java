package io.firmament.server.store;

import java.util.List;
import java.util.Optional;

/**
 * A change in its stored form: no type of a caller is needed to replay it.
 *
 * @param idempotencyKey under which its outcome is remembered, if at all
 * @param writes the records put and removed
 * @param events the stored forms of its events
 */
record JournaledChange(Optional<String> idempotencyKey, List<Write> writes, List<byte[]> events) {
  JournaledChange {
    writes = List.copyOf(writes);
    events = List.copyOf(events);
  }

  /**
   * One record.
   *
   * @param key which
   * @param value its stored form; empty removes it
   */
  record Write(RecordKey key, Optional<byte[]> value) {}

  /** How many sequence numbers it takes: one for each event, and at least one. */
  int span() {
    return Math.max(1, events.size());
  }
}
