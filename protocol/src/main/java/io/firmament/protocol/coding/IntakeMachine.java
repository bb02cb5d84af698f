package io.firmament.protocol.coding;

import java.io.IOException;
import java.io.InputStream;

/** Takes encoded octets from a stream, a buffer at a time, and counts those that were used. */
final class IntakeMachine extends InputStream {
  private final InputStream encoded;
  private final byte[] buffer = new byte[ImageCoding.BUFFER_BYTES];
  private int next;
  private int filled;
  private long before;
  private boolean ended;

  IntakeMachine(InputStream encoded) {
    this.encoded = encoded;
  }

  /** How many octets have been taken out. */
  long taken() {
    return before + next;
  }

  /** Whether somebody asked for more than there is. */
  boolean ended() {
    return ended;
  }

  @Override
  public int read() throws IOException {
    return isEmpty() ? -1 : buffer[next++] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    } else if (isEmpty()) {
      return -1;
    }
    int count = Math.min(length, filled - next);
    System.arraycopy(buffer, next, into, offset, count);
    next += count;
    return count;
  }

  private boolean isEmpty() throws IOException {
    if (next == filled && !ended) {
      before += filled;
      next = 0;
      filled = Math.max(0, encoded.read(buffer));
      ended = filled == 0;
    }
    return next == filled;
  }
}
