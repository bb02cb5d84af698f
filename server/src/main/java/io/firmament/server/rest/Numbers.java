package io.firmament.server.rest;

/** Narrows numbers so that none becomes another one. */
final class Numbers {
  private Numbers() {}

  /** The number as an int; one out of range becomes one that every check refuses. */
  static int asInt(long number) {
    return number < 0 || number > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) number;
  }
}
