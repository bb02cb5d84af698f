package io.firmament.device.slot;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Blocks of octets in memory. Equal ones are kept once, for all devices of a process, and as long
 * as somebody uses them: a hundred devices with the same firmware need the memory of one. Safe for
 * use by many threads.
 */
public final class SharedBlocks {
  /** Octets of a block. */
  static final int BLOCK_BYTES = 1024;

  private final Map<Block, WeakReference<Block>> known = new WeakHashMap<>();

  /** Octets that never change. */
  static final class Block {
    private final byte[] octets;
    private final int hash;

    private Block(byte[] octets) {
      this.octets = octets;
      this.hash = Arrays.hashCode(octets);
    }

    void copyTo(byte[] target, int targetOffset, int from, int length) {
      System.arraycopy(octets, from, target, targetOffset, length);
    }

    /** This block with some octets in another one's place. */
    byte[] with(byte[] source, int sourceOffset, int at, int length) {
      byte[] changed = octets.clone();
      System.arraycopy(source, sourceOffset, changed, at, length);
      return changed;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Block block
          && block.hash == hash
          && Arrays.equals(block.octets, octets);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** A block of zeros. */
  Block zeros() {
    return share(new byte[BLOCK_BYTES]);
  }

  /** The block of these octets, which nobody may change any more. */
  Block share(byte[] octets) {
    if (octets.length != BLOCK_BYTES) {
      throw new IllegalArgumentException(
          "expected " + BLOCK_BYTES + " octets, got " + octets.length);
    }
    Block block = new Block(octets);
    synchronized (known) {
      WeakReference<Block> reference = known.get(block);
      Block before = reference == null ? null : reference.get();
      if (before == null) {
        known.put(block, new WeakReference<>(block));
        return block;
      }
      return before;
    }
  }

  /** How many different blocks are in use, or were until lately. */
  int size() {
    synchronized (known) {
      return known.size();
    }
  }
}
