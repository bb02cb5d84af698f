package io.firmament.conformance.transfer;

import java.util.List;

/**
 * What a client that asks for one block after the other got.
 *
 * @param alone blocks a second while it had the link for itself
 * @param beside blocks a second beside a transfer
 */
record StopAndWait(double alone, double beside) {
  private static final int PERCENT = 100;

  /** How much of its speed is left to it, in percent. */
  double keptPercent() {
    return PERCENT * beside / alone;
  }

  /** The means of several: a single loss, which costs seconds, weighs much in each. */
  static StopAndWait mean(List<StopAndWait> several) {
    return new StopAndWait(
        several.stream().mapToDouble(StopAndWait::alone).average().orElseThrow(),
        several.stream().mapToDouble(StopAndWait::beside).average().orElseThrow());
  }
}
