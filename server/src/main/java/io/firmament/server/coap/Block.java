package io.firmament.server.coap;

import org.eclipse.californium.core.coap.BlockOption;

/**
 * Which block a request asks for, or an answer holds (RFC 7959 section 2.2).
 *
 * @param number from 0
 * @param bytes octets in a block: a power of two from 16 to 1024
 * @param more whether others follow; means nothing in a request
 */
record Block(int number, int bytes, boolean more) {
  /** The largest block: with DTLS and CoAP around it, it fits an IP packet of 1280 octets. */
  static final int MAX_BYTES = 1024;

  private static final int RESERVED_SIZE_EXPONENT = 7;

  /** What a request without the option means: the first block, as large as may be. */
  static final Block FIRST = new Block(0, MAX_BYTES, false);

  /**
   * @throws BadRequestException 4.00 for the reserved size, as RFC 7959 section 2.2 demands
   */
  static Block of(BlockOption option) throws BadRequestException {
    if (option == null) {
      return FIRST;
    }
    if (option.getSzx() == RESERVED_SIZE_EXPONENT) {
      throw BadRequestException.malformed("block size: expected an exponent from 0 to 6, found 7");
    }
    return new Block(option.getNum(), option.getSize(), option.isM());
  }

  Block last() {
    return new Block(number, bytes, false);
  }

  Block withMore(boolean others) {
    return new Block(number, bytes, others);
  }

  /** Octets of the whole before this block. */
  long offset() {
    return (long) number * bytes;
  }

  BlockOption option() {
    return new BlockOption(BlockOption.size2Szx(bytes), more, number);
  }
}
