package io.firmament.protocol.coding;

import io.firmament.protocol.value.Coding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The header of a Zstandard frame (RFC 8878 section 3.1.1.1), judged before the decoder sees it:
 * the content size is there and right, there is neither a dictionary nor a checksum.
 *
 * @param windowBytes how far back a match may reach
 */
record ZstdFrame(long windowBytes) {
  /** The octets before the part whose length is not fixed: magic number and descriptor. */
  static final int FIXED_BYTES = 5;

  /** The largest window that images are encoded with: what section 3.1.1.1.2 asks decoders for. */
  private static final long MOST_WINDOW_BYTES = 8L << 20;

  private static final int LEAST_WINDOW_LOG = 10;
  private static final int MAGIC = 0xFD2FB528;
  private static final int DESCRIPTOR_AT = 4;
  private static final int SINGLE_SEGMENT = 0x20;

  /** Unused bit, reserved bit, checksum, and the two bits of a dictionary's id. */
  private static final int UNWANTED = 0x1F;

  /** The window that an image of a size is encoded with. */
  static long windowBytes(long imageSize) {
    return Math.min(imageSize, MOST_WINDOW_BYTES);
  }

  /** The smallest exponent of 2 that makes a window of this size, as libzstd takes it. */
  static int log(long windowBytes) {
    return Math.max(LEAST_WINDOW_LOG, 64 - Long.numberOfLeadingZeros(Math.max(1, windowBytes - 1)));
  }

  /** How many octets follow the fixed ones; says no to what this coding does not stand for. */
  static int restBytes(byte[] fixed) throws CodingException {
    int magic = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (magic != MAGIC) {
      throw invalid(0, "expected magic number %08x, found %08x".formatted(MAGIC, magic));
    }
    int descriptor = fixed[DESCRIPTOR_AT];
    if ((descriptor & UNWANTED) != 0) {
      throw invalid(
          DESCRIPTOR_AT,
          "expected neither dictionary nor checksum, found %02x".formatted(descriptor & 0xFF));
    }
    return sizeBytes(descriptor) + (isSingle(descriptor) ? 0 : 1);
  }

  /**
   * Judges a whole header.
   *
   * @param header as many octets as {@link #restBytes} said, and the fixed ones before them
   */
  static ZstdFrame judge(byte[] header, DecodeBounds bounds) throws CodingException {
    int descriptor = header[DESCRIPTOR_AT];
    int sizeBytes = sizeBytes(descriptor);
    long size = contentSize(header, sizeBytes);
    if (sizeBytes == 0) {
      throw invalid(DESCRIPTOR_AT, "expected the content size, found none");
    } else if (size < 0 || size > bounds.imageSize()) {
      throw CodingException.tooLong(Coding.ZSTD, header.length, bounds.imageSize());
    } else if (size < bounds.imageSize()) {
      throw CodingException.tooShort(Coding.ZSTD, header.length, bounds.imageSize(), size);
    }
    long window = isSingle(descriptor) ? size : window(header[FIXED_BYTES]);
    long needed = DecoderMemory.ZSTD_STATE_BYTES + window;
    if (needed > bounds.memoryBytes()) {
      throw CodingException.memory(Coding.ZSTD, FIXED_BYTES, needed, bounds.memoryBytes());
    }
    return new ZstdFrame(window);
  }

  private static boolean isSingle(int descriptor) {
    return (descriptor & SINGLE_SEGMENT) != 0;
  }

  /** Section 3.1.1.1.1.1: 0 stands for one octet where the frame is a single segment. */
  private static int sizeBytes(int descriptor) {
    int flag = descriptor >> 6 & 3;
    return flag == 0 ? (isSingle(descriptor) ? 1 : 0) : 1 << flag;
  }

  private static long contentSize(byte[] header, int sizeBytes) {
    long size = 0;
    for (int i = header.length - 1; i >= header.length - sizeBytes; i--) {
      size = size << 8 | header[i] & 0xFF;
    }
    return sizeBytes == 2 ? size + 256 : size;
  }

  /** Section 3.1.1.1.2: an exponent in five bits, then eighths in three. */
  private static long window(int octet) {
    long base = 1L << (LEAST_WINDOW_LOG + (octet >> 3 & 0x1F));
    return base + base / 8 * (octet & 7);
  }

  private static CodingException invalid(int offset, String why) {
    return CodingException.invalid(Coding.ZSTD, offset, why);
  }
}
