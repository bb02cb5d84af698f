package io.firmament.server.coap;

import io.firmament.server.transfer.Octets;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What handshakes have taken so far, by address, until somebody has proved there who he is. A table
 * of fixed size without a lock: whoever floods it with addresses makes it forget, and what it
 * forgot is charged to nobody.
 */
final class HandshakeTallies {
  private static final int SLOTS = 4096;

  private final AtomicReferenceArray<Tally> slots = new AtomicReferenceArray<>(SLOTS);

  private record Tally(InetSocketAddress peer, Octets octets) {}

  void add(InetSocketAddress peer, long up, long down) {
    Octets octets = new Octets(up, down);
    slots.updateAndGet(
        slot(peer),
        before ->
            new Tally(
                peer,
                before != null && before.peer().equals(peer)
                    ? before.octets().plus(octets)
                    : octets));
  }

  /** Takes what there is of an address, if anything. */
  Octets claim(InetSocketAddress peer) {
    int slot = slot(peer);
    Tally tally = slots.get(slot);
    while (tally != null && tally.peer().equals(peer)) {
      if (slots.compareAndSet(slot, tally, null)) {
        return tally.octets();
      }
      tally = slots.get(slot);
    }
    return Octets.NONE;
  }

  private static int slot(InetSocketAddress peer) {
    int hash = peer.hashCode() * 0x9E3779B9;
    return hash >>> 32 - Integer.numberOfTrailingZeros(SLOTS);
  }
}
