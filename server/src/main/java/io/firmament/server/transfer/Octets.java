package io.firmament.server.transfer;

/**
 * UDP payload octets, as a capture at the server's port counts them.
 *
 * @param up from devices
 * @param down to devices
 */
public record Octets(long up, long down) {
  /** Nothing yet. */
  public static final Octets NONE = new Octets(0, 0);

  /** Both together. */
  public Octets plus(Octets other) {
    return new Octets(up + other.up, down + other.down);
  }

  /** What came since then. */
  public Octets minus(Octets before) {
    return new Octets(up - before.up, down - before.down);
  }

  /** Up and down. */
  public long sum() {
    return up + down;
  }
}
