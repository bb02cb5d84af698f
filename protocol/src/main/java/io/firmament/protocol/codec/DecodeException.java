package io.firmament.protocol.codec;

/** Octets are not what the protocol says. Costs no stack trace: strangers can cause it at will. */
public final class DecodeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The octet, counted from 0, at which it was noticed. */
  private final int offset;

  /**
   * @param what the key or the item
   * @param offset the octet, from 0
   * @param expected what should have come, a noun phrase
   * @param actual what came
   */
  public DecodeException(String what, int offset, String expected, String actual) {
    super(
        what + " at octet " + offset + ": expected " + expected + ", found " + actual,
        null,
        false,
        false);
    this.offset = offset;
  }

  /** The octet, counted from 0, at which it was noticed. */
  public int offset() {
    return offset;
  }
}
