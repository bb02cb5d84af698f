package io.firmament.protocol.transfer;

import java.util.BitSet;
import java.util.OptionalInt;

/**
 * The end of a transfer over a path that loses much: all that is missing is under way, the path
 * will be idle, and a loss now costs a round trip and more. So the last blocks are asked for once
 * more without a sign that they are lost, the newest first, whose loss would be noticed last (the
 * idea of the tail loss probe, RFC 8985 section 7). It costs a tenth of what losses have cost.
 */
final class EndgameMachine {
  private static final int LOSSES_FOR_A_COPY = 10;

  private long copies;

  /**
   * What to ask for once more while nothing else is left to ask for.
   *
   * @param flight what is under way
   * @param present blocks that are there
   * @param lost how many requests were lost so far
   */
  OptionalInt block(Flight flight, BitSet present, long lost) {
    return copies < lost / LOSSES_FOR_A_COPY
        ? flight.newestOfOneRequest(present)
        : OptionalInt.empty();
  }

  /** It was asked for. */
  void asked() {
    copies++;
  }
}
