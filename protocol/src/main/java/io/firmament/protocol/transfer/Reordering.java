package io.firmament.protocol.transfer;

/**
 * How much the link is known to change the order of answers. Until it was seen to do so, three
 * later answers make a request lost. From then on time alone does, with a margin that grows by a
 * quarter of a round trip with each request that was given up too soon, up to a whole one, and that
 * is given back after sixteen losses that were losses (RFC 8985 sections 6.2 and 7.2).
 *
 * @param quarters the margin, in quarters of a round trip: 0 to 4
 * @param losses losses that may follow before the margin is given back
 */
record Reordering(int quarters, int losses) {
  /** So many later answers make a request lost (RFC 9002 section 6.1.1). */
  private static final int ANSWERS = 3;

  /** Where few can follow, so many (the idea of RFC 5827). */
  private static final int ANSWERS_AT_THE_END = 1;

  private static final int MOST_QUARTERS = 4;
  private static final int KEPT_FOR_LOSSES = 16;

  /** Of a link that has kept the order so far. */
  static final Reordering NONE = new Reordering(0, 0);

  /** A request was given up, and its answer came after all. */
  Reordering afterSpurious() {
    return new Reordering(Math.min(quarters + 1, MOST_QUARTERS), KEPT_FOR_LOSSES);
  }

  /** A request was given up. */
  Reordering afterLoss() {
    return losses <= 1 ? NONE : new Reordering(quarters, losses - 1);
  }

  /**
   * So many later answers make a request lost, whatever the time.
   *
   * @param atTheEnd when nothing else is left to ask for, so that nothing more may be answered
   */
  int answers(boolean atTheEnd) {
    if (quarters > 0) {
      return Integer.MAX_VALUE;
    }
    return atTheEnd ? ANSWERS_AT_THE_END : ANSWERS;
  }

  /** After this time in nanoseconds a request is lost if a later one was answered. */
  long lossDelay(RoundTrip roundTrip) {
    return roundTrip.lossDelay() + quarters * (roundTrip.smoothed() / MOST_QUARTERS);
  }
}
