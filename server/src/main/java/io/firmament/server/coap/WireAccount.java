package io.firmament.server.coap;

import io.firmament.server.transfer.Octets;
import io.firmament.server.transfer.WireBytes;
import java.net.InetSocketAddress;
import java.util.BitSet;

/**
 * What one device and the server sent each other, by kind. Its lock is its own, and held for a few
 * operations on memory. Takes about 150 octets, and two bits for each block of the blob that is
 * being transferred.
 */
final class WireAccount {
  /** Blocks beyond are counted as new every time: 128 MiB in blocks of 1 KiB. */
  private static final int MOST_BLOCKS = 1 << 17;

  /** Bits of a {@link CoapPeek#repeatable}; three of them are remembered. */
  private static final int REPEATABLE_BITS = 18;

  private static final long REMEMBERED = (1L << 3 * REPEATABLE_BITS) - 1;

  private InetSocketAddress address;
  private long handshakeUp;
  private long handshakeDown;
  private long controlUp;
  private long controlDown;
  private long firmwareUp;
  private long firmwareDown;
  private long repeatedUp;
  private long repeatedDown;
  private long lastUp;
  private long lastDown;
  private long documentToken = -1;
  private Blocks blocks;

  /** Which blocks of a blob were asked for and sent. */
  private static final class Blocks {
    private final int name;
    private final int size;
    private final BitSet asked = new BitSet();
    private final BitSet sent = new BitSet();

    private Blocks(int name, int size) {
      this.name = name;
      this.size = size;
    }

    private static boolean isNew(BitSet seen, int block) {
      int number = block >> 4;
      if (number >= MOST_BLOCKS) {
        return true;
      }
      boolean fresh = !seen.get(number);
      seen.set(number);
      return fresh;
    }
  }

  /** The device is heard from there; the address before, or {@code null}. */
  synchronized InetSocketAddress moved(InetSocketAddress to) {
    InetSocketAddress before = address;
    address = to;
    return before;
  }

  /** Where the device was heard last, or {@code null}. */
  synchronized InetSocketAddress address() {
    return address;
  }

  synchronized boolean isAt(InetSocketAddress there) {
    return there.equals(address);
  }

  synchronized void handshake(long up, long down) {
    handshakeUp += up;
    handshakeDown += down;
  }

  /**
   * The device sent this.
   *
   * @param octets with all that DTLS put round it
   */
  synchronized void received(byte[] message, int octets) {
    CoapPeek peek = CoapPeek.at(message);
    boolean again = isRepeated(peek, lastUp);
    lastUp = remember(peek, lastUp);
    if (peek.isGet('b')) {
      again |= !isAskedAnew(peek);
    } else if (peek.isGet('m') || peek.isGet('k')) {
      documentToken = peek.token();
    }
    if (again) {
      repeatedUp += octets;
    } else if (peek.isGet('b')) {
      firmwareUp += octets;
    } else {
      controlUp += octets;
    }
  }

  /** The server sent this. */
  synchronized void sent(byte[] message, int octets) {
    CoapPeek peek = CoapPeek.at(message);
    boolean block = peek.isPart() && blocks != null && peek.token() != documentToken;
    boolean again = isRepeated(peek, lastDown);
    lastDown = remember(peek, lastDown);
    if (block) {
      again |= !Blocks.isNew(blocks.sent, peek.block());
    }
    if (again) {
      repeatedDown += octets;
    } else if (block) {
      firmwareDown += octets;
    } else {
      controlDown += octets;
    }
  }

  private boolean isAskedAnew(CoapPeek peek) {
    int block = Math.max(peek.block(), 0);
    if (blocks == null || blocks.name != peek.name() || blocks.size != (block & 7)) {
      blocks = new Blocks(peek.name(), block & 7);
    }
    if (peek.token() == documentToken) {
      documentToken = -1;
    }
    return Blocks.isNew(blocks.asked, block);
  }

  private static boolean isRepeated(CoapPeek peek, long last) {
    long id = peek.repeatable();
    long mask = (1L << REPEATABLE_BITS) - 1;
    return id != 0
        && (id == (last & mask)
            || id == (last >> REPEATABLE_BITS & mask)
            || id == (last >> 2 * REPEATABLE_BITS & mask));
  }

  private static long remember(CoapPeek peek, long last) {
    long id = peek.repeatable();
    return id == 0 ? last : (last << REPEATABLE_BITS | id) & REMEMBERED;
  }

  /** The transfer is over. */
  synchronized void forgetBlocks() {
    blocks = null;
  }

  synchronized WireBytes bytes() {
    return new WireBytes(
        new Octets(handshakeUp, handshakeDown),
        new Octets(controlUp, controlDown),
        new Octets(firmwareUp, firmwareDown),
        new Octets(repeatedUp, repeatedDown));
  }
}
