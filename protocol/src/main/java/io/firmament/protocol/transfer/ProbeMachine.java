package io.firmament.protocol.transfer;

/**
 * When something is asked again because nothing comes at all (RFC 9002 section 6.2): after a probe
 * timeout, which doubles each time up to about 30 s. Moments and spans are nanoseconds.
 */
final class ProbeMachine {
  private static final long LONGEST_TIMEOUT = 30_000_000_000L;
  private static final int MOST_DOUBLINGS = 16;

  /** From this one on, one request at a time is made. */
  private static final int SINGLE_FROM = 2;

  private long from;
  private int unanswered;

  /** A request left. */
  void asked(long now) {
    from = now;
  }

  /** Somebody answered, or a new contact began. */
  void heard() {
    unanswered = 0;
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

  /** Whether only one request at a time may be under way. */
  boolean isSingle() {
    return unanswered >= SINGLE_FROM;
  }
}
