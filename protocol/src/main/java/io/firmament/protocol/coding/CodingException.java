package io.firmament.protocol.coding;

import io.firmament.protocol.value.Coding;

/**
 * An encoded image does not hold what it is said to hold. Costs no stack trace: strangers can cause
 * it at will.
 */
public final class CodingException extends Exception {
  private static final long serialVersionUID = 1L;

  private final CodingFault fault;
  private final long offset;

  CodingException(Coding coding, CodingFault fault, long offset, String detail) {
    super("%s stream, octet %d: %s".formatted(coding.label(), offset, detail), null, false, false);
    this.fault = fault;
    this.offset = offset;
  }

  static CodingException tooLong(Coding coding, long offset, long imageSize) {
    String detail = "expected an image of " + imageSize + " octets, but it goes on";
    return new CodingException(coding, CodingFault.TOO_LONG, offset, detail);
  }

  static CodingException tooShort(Coding coding, long offset, long imageSize, long actual) {
    String detail = "expected an image of %d octets, but it has %d".formatted(imageSize, actual);
    return new CodingException(coding, CodingFault.TOO_SHORT, offset, detail);
  }

  static CodingException truncated(Coding coding, long offset, long imageSize, long actual) {
    String detail = "expected an image of %d octets, but it breaks off after %d";
    return new CodingException(
        coding, CodingFault.TRUNCATED, offset, detail.formatted(imageSize, actual));
  }

  static CodingException trailing(Coding coding, long offset) {
    return new CodingException(
        coding, CodingFault.TRAILING, offset, "expected the end, but something follows");
  }

  static CodingException invalid(Coding coding, long offset, String why) {
    return new CodingException(coding, CodingFault.INVALID, offset, "invalid: " + why);
  }

  static CodingException memory(Coding coding, long offset, long least, long available) {
    String detail = "expected to need at most %d octets of memory, but it needs %d";
    return new CodingException(
        coding, CodingFault.MEMORY, offset, detail.formatted(available, least));
  }

  /** What is wrong, for the one who decides what comes next. */
  public CodingFault fault() {
    return fault;
  }

  /** How many octets of the encoded stream the decoder had taken when it saw the fault. */
  public long offset() {
    return offset;
  }
}
