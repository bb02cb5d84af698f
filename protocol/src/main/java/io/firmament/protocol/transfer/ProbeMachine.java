package io.firmament.protocol.transfer;

/**
 * When something is asked again because nothing comes at all (RFC 9002 section 6.2): after a probe
 * timeout, which doubles each time up to about 30 s. Moments and spans are nanoseconds.
 */
final class ProbeMachine {
  private static final long LONGEST_TIMEOUT = 30_000_000_000L;
  private static final int MOST_DOUBLINGS = 16;

  /** From the second one on all that was under way counts as gone, and few requests are made. */
  private static final int BARE_FROM = 2;

  /** So many: one of them may be lost like what it repeats (RFC 9002 section 6.2.4). */
  private static final int FEW = 2;

  /** From the fifth on a single one, since by then nobody may be there. */
  private static final int SINGLE_FROM = 5;

  private long since;
  private long from;
  private int unanswered;

  /** A request left. */
  void asked(long now) {
    from = now;
  }

  /** Somebody answered, or a new contact began. */
  void heard(long now) {
    since = now;
    unanswered = 0;
  }

  /** Since when nobody has answered. */
  long since() {
    return since;
  }

  /** Whether it is time, if all that is under way is waited for in vain. */
  boolean isDue(RoundTrip roundTrip, long now) {
    return now >= moment(roundTrip);
  }

  /** When it will be. */
  long moment(RoundTrip roundTrip) {
    long timeout = roundTrip.probeTimeout();
    long doubled = timeout << Math.min(unanswered, MOST_DOUBLINGS);
    return from + Math.max(timeout, Math.min(doubled, LONGEST_TIMEOUT));
  }

  /** Something is asked again. */
  void probed(long now) {
    unanswered++;
    from = now;
  }

  /** Whether all that was under way counts as gone. */
  boolean isBare() {
    return unanswered >= BARE_FROM;
  }

  /**
   * How many requests may be under way.
   *
   * @param otherwise how many while somebody answers
   */
  int window(int otherwise) {
    if (unanswered >= SINGLE_FROM) {
      return 1;
    }
    return isBare() ? Math.min(FEW, otherwise) : otherwise;
  }
}
