package io.firmament.device.link;

import io.firmament.device.core.LinkCounts;
import java.util.concurrent.atomic.AtomicLong;

/** Counts at the socket. */
final class WireCounter {
  /** Headers of IPv4 (20) and UDP (8). */
  private static final int HEADERS = 28;

  private final AtomicLong up = new AtomicLong();
  private final AtomicLong down = new AtomicLong();
  private final AtomicLong handshakes = new AtomicLong();
  private final AtomicLong resumes = new AtomicLong();

  void sent(int octets) {
    up.addAndGet(octets + HEADERS);
  }

  void received(int octets) {
    down.addAndGet(octets + HEADERS);
  }

  void established(boolean full) {
    (full ? handshakes : resumes).incrementAndGet();
  }

  LinkCounts counts() {
    return new LinkCounts(up.get(), down.get(), handshakes.get(), resumes.get());
  }
}
