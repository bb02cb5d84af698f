package io.firmament.device.link;

import java.security.SecureRandom;
import java.util.function.IntPredicate;

/**
 * The ids of the device's messages: in sequence from a random beginning (RFC 7252 section 4.4),
 * past those of requests that are under way.
 */
final class MessageIds {
  private static final int ALL = 1 << 16;

  private int next;

  MessageIds(SecureRandom random) {
    this.next = random.nextInt(ALL);
  }

  /** The next id that is not under way. */
  synchronized int next(IntPredicate underWay) {
    int id = next;
    while (underWay.test(id)) {
      id = (id + 1) % ALL;
    }
    next = (id + 1) % ALL;
    return id;
  }
}
