package io.firmament.device.link;

import java.security.SecureRandom;
import java.util.Set;

/**
 * The ids of the device's messages: in sequence from a random beginning (RFC 7252 section 4.4),
 * past those of requests that are under way.
 *
 * <p>A cloud that knows the device by its name, not by its address, may remember ids of the process
 * before, and take a new message for a repetition. Then nothing helps but another id: {@link
 * #jump}.
 */
final class MessageIds {
  private static final int ALL = 1 << 16;
  private static final int LEAST_JUMP = 1 << 10;

  private final SecureRandom random;
  private int next;

  MessageIds(SecureRandom random) {
    this.random = random;
    this.next = random.nextInt(ALL);
  }

  /** The next id that is not among those. */
  synchronized int next(Set<Integer> underWay) {
    int id = next;
    while (underWay.contains(id)) {
      id = (id + 1) % ALL;
    }
    next = (id + 1) % ALL;
    return id;
  }

  /** Leaves the neighbourhood: by a random number of ids, at least {@value #LEAST_JUMP}. */
  synchronized void jump() {
    next = (next + LEAST_JUMP + random.nextInt(ALL - 2 * LEAST_JUMP)) % ALL;
  }
}
