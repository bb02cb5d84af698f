package io.firmament.protocol.transfer;

import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.InvalidValueException;

/**
 * How a blob is cut into blocks (RFC 7959): all have the block size, the last one what is left.
 *
 * @param size octets in the blob, at least 1
 * @param blockSize octets in a block: 16, 32, 64, 128, 256, 512 or 1024 (RFC 7959 section 2.2)
 */
public record BlobLayout(long size, int blockSize) {
  /** The smallest block. */
  public static final int MIN_BLOCK_SIZE = 16;

  /** The largest block. */
  public static final int MAX_BLOCK_SIZE = 1024;

  /** The most blocks that a block number of 20 bits can tell apart. */
  public static final int MAX_BLOCKS = 1 << 20;

  /**
   * @throws InvalidValueException when the block size is none that CoAP knows, or the blob is empty
   *     or has more than {@value #MAX_BLOCKS} blocks
   */
  public BlobLayout {
    if (blockSize < MIN_BLOCK_SIZE
        || blockSize > MAX_BLOCK_SIZE
        || Integer.bitCount(blockSize) != 1) {
      throw new InvalidValueException("block size", "a power of two from 16 to 1024", blockSize);
    }
    long largest = (long) MAX_BLOCKS * blockSize;
    if (size < 1 || size > largest) {
      throw new InvalidValueException("blob size", "1 to " + largest + " octets", size);
    }
  }

  /** The number of blocks, at least 1. */
  public int blocks() {
    return (int) ((size + blockSize - 1) / blockSize);
  }

  /** The SZX value of the block size: 0 for 16 octets to 6 for 1024 (RFC 7959 section 2.2). */
  public int sizeExponent() {
    return Integer.numberOfTrailingZeros(blockSize) - Integer.numberOfTrailingZeros(MIN_BLOCK_SIZE);
  }

  /**
   * Where a block lies in the blob.
   *
   * @param block the block's number, from 0
   * @throws InvalidValueException when the blob has no such block
   */
  public ByteRange range(int block) {
    if (block < 0 || block >= blocks()) {
      throw new InvalidValueException("block number", "0 to " + (blocks() - 1), block);
    }
    long offset = (long) block * blockSize;
    return new ByteRange(offset, Math.min(blockSize, size - offset));
  }
}
