package io.firmament.conformance.transfer;

import java.util.Locale;

/** Figures as they are read. */
final class Words {
  private Words() {}

  /** As {@link String#format} says it, in the same way everywhere. */
  static String of(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** A size of an image: {@code 256 KiB}. */
  static String size(int bytes) {
    return bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
  }
}
