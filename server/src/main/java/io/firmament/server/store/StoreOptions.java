package io.firmament.server.store;

/**
 * Sizes that the store keeps to.
 *
 * @param segmentBytes a journal segment that has grown to this size is followed by a new one; at
 *     least 1
 * @param snapshotAfterBytes a snapshot is made when the journal has grown by so much since the last
 *     one; what a start has to replay
 * @param eventBytes journal kept for its events, although snapshots cover it
 * @param outcomesKept for how many sequence numbers the outcome of a change with an idempotency key
 *     is remembered at least
 * @param queuedChanges how many changes may wait for the disk; more are refused
 */
public record StoreOptions(
    int segmentBytes,
    long snapshotAfterBytes,
    long eventBytes,
    long outcomesKept,
    int queuedChanges) {
  private static final int MEBIBYTE = 1 << 20;

  /**
   * @throws IllegalArgumentException when a size is not positive
   */
  public StoreOptions {
    if (segmentBytes < 1
        || snapshotAfterBytes < 1
        || eventBytes < 0
        || outcomesKept < 0
        || queuedChanges < 1) {
      throw new IllegalArgumentException("a size is negative or zero");
    }
  }

  /** 8 MiB, 32 MiB, 64 MiB, 1,000,000 and 65,536. */
  public static StoreOptions defaults() {
    return new StoreOptions(8 * MEBIBYTE, 32L * MEBIBYTE, 64L * MEBIBYTE, 1_000_000, 65_536);
  }
}
