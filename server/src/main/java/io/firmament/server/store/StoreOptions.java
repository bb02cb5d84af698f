package io.firmament.server.store;

import java.time.Duration;

/**
 * Sizes that the store keeps to.
 *
 * @param segmentBytes a journal segment that has grown to this size is followed by a new one; at
 *     least 1
 * @param snapshotAfterBytes a snapshot is made when the journal has grown by so much since the last
 *     one, and by as much as that one has octets; at least 1
 * @param snapshotAtLatestBytes growth after which one is made however large the last one is: what a
 *     start has to replay; not less than {@code snapshotAfterBytes}
 * @param eventBytes journal kept for its events, although snapshots cover it
 * @param eventAge for how long it is kept for them; a segment goes as a whole, and with a snapshot,
 *     of which at least four are made in this time if anything happens
 * @param outcomesKept for how many sequence numbers the outcome of a change with an idempotency key
 *     is remembered at least
 * @param queuedChanges how many changes may wait for the disk; more are refused
 */
public record StoreOptions(
    int segmentBytes,
    long snapshotAfterBytes,
    long snapshotAtLatestBytes,
    long eventBytes,
    Duration eventAge,
    long outcomesKept,
    int queuedChanges) {
  private static final int MEBIBYTE = 1 << 20;

  /**
   * @throws IllegalArgumentException when a size is not positive
   */
  public StoreOptions {
    if (segmentBytes < 1
        || snapshotAfterBytes < 1
        || snapshotAtLatestBytes < snapshotAfterBytes
        || eventBytes < 0
        || eventAge.isNegative()
        || eventAge.isZero()
        || outcomesKept < 0
        || queuedChanges < 1) {
      throw new IllegalArgumentException(
          "a size is negative or zero, or a snapshot is wanted at the latest before the earliest");
    }
  }

  /** 8, 8, 32 and 64 MiB, 30 days, 1,000,000 and 65,536. */
  public static StoreOptions defaults() {
    return new StoreOptions(
        8 * MEBIBYTE,
        8L * MEBIBYTE,
        32L * MEBIBYTE,
        64L * MEBIBYTE,
        Duration.ofDays(30),
        1_000_000,
        65_536);
  }

  /** The same with another retention of events. */
  public StoreOptions withEvents(long bytes, Duration age) {
    return new StoreOptions(
        segmentBytes,
        snapshotAfterBytes,
        snapshotAtLatestBytes,
        bytes,
        age,
        outcomesKept,
        queuedChanges);
  }
}
