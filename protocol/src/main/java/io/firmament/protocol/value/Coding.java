package io.firmament.protocol.value;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How an image is coded on its way. The wire numbers are a registry (docs/protocol.md, "Codings");
 * a coding's parameters belong to its number.
 */
public enum Coding {
  /** The image as it is. */
  IDENTITY(0),
  /** Raw Deflate (RFC 1951), no wrapper. */
  DEFLATE(1),
  /** LZMA-alone, lc 0, lp 2, pb 2, a dictionary of 4 to 16 KiB, known size, no end marker. */
  LZMA(2),
  /** One Zstandard frame (RFC 8878) with its content size, no dictionary, no checksum. */
  ZSTD(3);

  private final int wire;

  Coding(int wire) {
    this.wire = wire;
  }

  /** The number on the wire. */
  public int wire() {
    return wire;
  }

  /** The coding of a number on the wire, if this release knows it. */
  public static Optional<Coding> ofWire(int wire) {
    return Arrays.stream(values()).filter(coding -> coding.wire == wire).findFirst();
  }

  /** The name in an API or a report. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
