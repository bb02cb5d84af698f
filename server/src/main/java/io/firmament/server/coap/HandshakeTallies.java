package io.firmament.server.coap;

import io.firmament.server.transfer.Octets;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What handshakes have taken so far, by address, until somebody has proved there who he is. A table
 * of fixed size without a lock: whoever floods it with addresses makes it forget, and what it
 * forgot is charged to nobody.
 */
final class HandshakeTallies {
  private static final int SLOTS = 4096;

  private final AtomicReferenceArray<Tally> slots = new AtomicReferenceArray<>(SLOTS);

  /** Stays when it was claimed: the next handshake there goes on with it. */
  private record Tally(InetSocketAddress peer, AtomicLong up, AtomicLong down) {
    Octets take() {
      return up.get() == 0 && down.get() == 0
          ? Octets.NONE
          : new Octets(up.getAndSet(0), down.getAndSet(0));
    }
  }

  void add(InetSocketAddress peer, long up, long down) {
    Tally tally = at(peer);
    if (up != 0) {
      tally.up().addAndGet(up);
    }
    if (down != 0) {
      tally.down().addAndGet(down);
    }
  }

  private Tally at(InetSocketAddress peer) {
    int slot = slot(peer);
    Tally tally = slots.get(slot);
    while (tally == null || !tally.peer().equals(peer)) {
      slots.compareAndSet(slot, tally, new Tally(peer, new AtomicLong(), new AtomicLong()));
      tally = slots.get(slot);
    }
    return tally;
  }

  /** Takes what there is of an address, if anything: each octet once. */
  Octets claim(InetSocketAddress peer) {
    Tally tally = slots.get(slot(peer));
    return tally != null && tally.peer().equals(peer) ? tally.take() : Octets.NONE;
  }

  private static int slot(InetSocketAddress peer) {
    int hash = peer.hashCode() * 0x9E3779B9;
    return hash >>> 32 - Integer.numberOfTrailingZeros(SLOTS);
  }
}
