package io.firmament.device.link;

import java.security.SecureRandom;
import java.util.BitSet;

/**
 * The ids of the device's messages: in sequence from a random beginning (RFC 7252 section 4.4),
 * past those of requests that are under way.
 */
final class MessageIds {
  private static final int ALL = 1 << 16;

  private final BitSet underWay = new BitSet();
  private int next;

  MessageIds(SecureRandom random) {
    this.next = random.nextInt(ALL);
  }

  /**
   * The next id that is not under way; from now on it is.
   *
   * @throws IllegalStateException when all 65,536 are
   */
  synchronized int take() {
    int free = underWay.nextClearBit(next);
    int id = free < ALL ? free : underWay.nextClearBit(0);
    if (id >= ALL) {
      throw new IllegalStateException("all " + ALL + " message ids are under way");
    }
    underWay.set(id);
    next = (id + 1) % ALL;
    return id;
  }

  /** The request with this id is no longer under way. */
  synchronized void giveBack(int id) {
    underWay.clear(id);
  }
}
