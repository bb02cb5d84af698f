package io.firmament.cli;

/** So many of something, in words. */
final class Amount {
  private Amount() {}

  /**
   * @param one the word for one of them
   */
  static String of(long count, String one) {
    return count + " " + one + (count == 1 ? "" : "s");
  }
}
