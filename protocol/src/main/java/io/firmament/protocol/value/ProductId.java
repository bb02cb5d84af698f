package io.firmament.protocol.value;

/**
 * The number of a product, unique in an installation.
 *
 * @param number 1 to 4294967294
 */
public record ProductId(long number) implements Comparable<ProductId> {
  /** The largest number; the one above it is reserved. */
  public static final long MAX = 0xFFFF_FFFEL;

  /**
   * @throws InvalidValueException when the number is out of range
   */
  public ProductId {
    if (number < 1 || number > MAX) {
      throw new InvalidValueException("product id", "a number from 1 to " + MAX, number);
    }
  }

  @Override
  public int compareTo(ProductId other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
