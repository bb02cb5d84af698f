package io.firmament.server.store;

import io.firmament.server.app.Table;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The name of a record among all records: its table's name, a zero octet, and its key in UTF-8;
 * ordered by its octets without sign, so that a table is one run of keys.
 *
 * @param octets never changed after construction
 */
record RecordKey(byte[] octets) implements Comparable<RecordKey> {
  /**
   * Where the outcomes of changes with an idempotency key are kept. No table of a caller can have
   * this name, since theirs are letters and hyphens.
   */
  private static final String OUTCOMES = "~outcomes";

  static RecordKey of(Table<?> table, String key) {
    return of(table.name(), key);
  }

  static RecordKey ofOutcome(String idempotencyKey) {
    return of(OUTCOMES, idempotencyKey);
  }

  private static RecordKey of(String table, String key) {
    return new RecordKey((table + '\0' + key).getBytes(StandardCharsets.UTF_8));
  }

  boolean isOutcome() {
    return startsWith(ofOutcome(""));
  }

  boolean startsWith(RecordKey prefix) {
    int length = prefix.octets.length;
    return octets.length >= length && Arrays.equals(octets, 0, length, prefix.octets, 0, length);
  }

  /** The table's name, for a message. */
  String table() {
    return new String(octets, 0, separator(), StandardCharsets.UTF_8);
  }

  /** The key in its table. */
  String key() {
    int from = separator() + 1;
    return new String(octets, from, octets.length - from, StandardCharsets.UTF_8);
  }

  private int separator() {
    int at = 0;
    while (octets[at] != 0) {
      at++;
    }
    return at;
  }

  @Override
  public int compareTo(RecordKey other) {
    return Arrays.compareUnsigned(octets, other.octets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordKey that && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  @Override
  public String toString() {
    return table() + " '" + key() + "'";
  }
}
