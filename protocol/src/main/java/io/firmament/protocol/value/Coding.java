package io.firmament.protocol.value;

/**
 * How an image is coded on its way. The wire numbers are a registry (docs/protocol.md, "Codings");
 * a coding's parameters belong to its number.
 */
public enum Coding {
  /** The image as it is. */
  IDENTITY(0),
  /** Raw Deflate (RFC 1951), no wrapper. */
  DEFLATE(1);

  private final int wire;

  Coding(int wire) {
    this.wire = wire;
  }

  /** The number on the wire. */
  public int wire() {
    return wire;
  }

  /** The name in an API or a report. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
