package io.firmament.protocol.coding;

import io.firmament.protocol.value.Coding;

/**
 * What it takes to decode an image, besides buffers for input and output: a figure for each coding
 * that belongs to its number (docs/protocol.md, "Codings"). A device says in its hello what it has,
 * and is offered nothing that takes more.
 */
public final class DecoderMemory {
  /** A window of 32 KiB, and the tables of a small decoder. */
  private static final int DEFLATE_BYTES = 34 * 1024;

  /** Probabilities and state with lc 0 and lp 2. The dictionary comes on top. */
  static final int LZMA_STATE_BYTES = 10 * 1024;

  /** Tables and literals of one block. The window comes on top. */
  static final int ZSTD_STATE_BYTES = 94 * 1024;

  private DecoderMemory() {}

  /**
   * The least that a decoder needs for what {@link ImageCoding#encode} makes of an image.
   *
   * @param imageSize octets in the image
   * @return in octets
   */
  public static long leastBytes(Coding coding, long imageSize) {
    return switch (coding) {
      case IDENTITY -> 0;
      case DEFLATE -> DEFLATE_BYTES;
      case LZMA -> LZMA_STATE_BYTES + LzmaCoding.DICTIONARY_BYTES;
      case ZSTD -> ZSTD_STATE_BYTES + ZstdFrame.windowBytes(imageSize);
    };
  }
}
