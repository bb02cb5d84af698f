package io.firmament.protocol.value;

/**
 * A run of octets in a file or a blob.
 *
 * @param offset octets before it, at least 0
 * @param length octets in it, at least 0
 */
public record ByteRange(long offset, long length) {
  /**
   * @throws InvalidValueException when either is negative or their sum overflows
   */
  public ByteRange {
    if (offset < 0 || length < 0 || offset + length < 0) {
      throw new InvalidValueException(
          "byte range", "an offset and a length of at least 0", offset + "+" + length);
    }
  }

  /** The offset just behind the last octet. */
  public long end() {
    return offset + length;
  }
}
