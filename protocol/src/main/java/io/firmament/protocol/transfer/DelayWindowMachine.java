package io.firmament.protocol.transfer;

import io.firmament.protocol.transfer.Flight.Asked;

/**
 * A window that keeps a path full with a short queue before it, by the delay of the answers: FAST
 * TCP's rule (Wei, Jin, Low and Hegde, "FAST TCP: Motivation, Architecture, Algorithms,
 * Performance", IEEE/ACM Transactions on Networking 14(6), 2006). Once a round trip the window
 * moves half way to {@code window * base / now + target}: what the empty path holds, and what may
 * wait in its queue. Transfers that share a path have the same target, so that they come to the
 * same share of it.
 *
 * <p>It begins by doubling each round trip until something waits. A loss says nothing on a radio
 * and does not make the window smaller; losses beside a long queue do, and so does it when most is
 * lost. In any case no more is under way than twice what the path delivers in a round trip, and
 * four, or what may wait on a fast path: where the round trip is a fraction of a millisecond, it is
 * the peers' threads that take their turns, and few blocks in flight keep them waiting for each
 * other.
 */
final class DelayWindowMachine implements Congestion {
  private static final double LEAST_WINDOW = 2;
  private static final int OF_DELIVERED = 2;
  private static final int BEYOND_DELIVERED = 4;
  private static final double SECOND = 1e9;

  /**
   * What may wait: part of a block, which is the same for all who share the path, and a fifth of
   * what the path holds, since a long one is late to show what it lacks; on a fast path so much
   * time.
   */
  private static final double QUEUED_BLOCKS = 0.75;

  private static final double QUEUED_OF_HELD = 0.2;
  private static final double QUEUED_SECONDS = 0.010;

  /** Where answers are lost, more must wait so that the path does not run empty. */
  private static final double QUEUED_MORE = 2;

  private static final double SOME_LOSS = 0.02;
  private static final double MUCH_LOSS = 0.1;
  private static final double MOST_LOSS = 0.6;
  private static final double AFTER_SOME_LOSS = 0.85;
  private static final double AFTER_MUCH_LOSS = 0.7;
  private static final double AFTER_MOST_LOSS = 0.5;
  private static final double LONG_QUEUE = 3;

  /** After so many rounds without a queue the path is taken to have become faster. */
  private static final int ROUNDS_WITHOUT_QUEUE = 8;

  /** A pause drains one's own queue, and so many blocks of others'. */
  private static final double DRAINED_OF_OTHERS = 2;

  /** It takes no more than this of the window. */
  private static final double MOST_DRAINED = 0.5;

  private final double most;
  private final DeliveryRate rate;

  private double window;
  private boolean starting = true;
  private BaseRoundTrip base = BaseRoundTrip.UNKNOWN;

  /** Nothing leaves until the queue has drained, so that the empty path is seen again. */
  private boolean draining;

  /** Some answers of this round found the queue drained, and say nothing of its length. */
  private boolean drained;

  /** The share of requests that got no answer, over some rounds. */
  private double loss;

  private int roundsWithoutQueue;
  private long newest = -1;
  private long lastOfRound = -1;
  private long leastOfRound = Long.MAX_VALUE;
  private int answeredInRound;
  private int lostInRound;

  /**
   * @param most the largest window
   * @param first the window at the beginning
   * @param rate what the path delivers
   */
  DelayWindowMachine(int most, int first, DeliveryRate rate) {
    this.most = most;
    this.window = Math.min(first, most);
    this.rate = rate;
  }

  @Override
  public int window() {
    return draining ? drainedWindow() : used();
  }

  @Override
  public boolean isStarting() {
    return starting;
  }

  @Override
  public void asked(Asked request) {
    newest = request.number();
    draining = false;
  }

  @Override
  public void answered(Asked request, long roundTrip, long now) {
    base = base.with(roundTrip, now);
    leastOfRound = Math.min(leastOfRound, roundTrip);
    answeredInRound++;
    if (starting) {
      window = bounded(window + 1);
    }
    if (request.number() > lastOfRound) {
      endRound(now);
    }
  }

  @Override
  public void lost(Asked request) {
    lostInRound++;
  }

  @Override
  public void silent() {
    starting = false;
  }

  private void endRound(long now) {
    double share = (double) lostInRound / (lostInRound + answeredInRound);
    loss += (share - loss) / 4;
    if (!drained) {
      adapt(queued() * (1 - share));
    }
    drained = base.isOld(now);
    if (drained) {
      drain(now);
    }
    lastOfRound = newest;
    leastOfRound = Long.MAX_VALUE;
    answeredInRound = 0;
    lostInRound = 0;
  }

  private void adapt(double queued) {
    double kept = keptOfLossy(queued);
    if (kept < 1) {
      starting = false;
      window = bounded(window * kept);
    } else if (starting) {
      starting = queued < target();
    } else {
      window = bounded((window + level()) / 2);
      starting = isFaster(queued);
    }
  }

  /** What the empty path holds, and what may wait. */
  private double level() {
    return used() * (double) base.least() / leastOfRound + target();
  }

  /** Whether nothing has waited for so long that it is worth to double again. */
  private boolean isFaster(double queued) {
    roundsWithoutQueue = queued < target() / 4 ? roundsWithoutQueue + 1 : 0;
    if (roundsWithoutQueue < ROUNDS_WITHOUT_QUEUE) {
      return false;
    }
    roundsWithoutQueue = 0;
    return true;
  }

  /** How much of the window is kept because of losses. */
  private double keptOfLossy(double queued) {
    if (loss > MOST_LOSS) {
      return AFTER_MOST_LOSS;
    }
    if (lostInRound == 0 || loss < SOME_LOSS || queued < LONG_QUEUE * target()) {
      return 1;
    }
    return loss < MUCH_LOSS ? AFTER_SOME_LOSS : AFTER_MUCH_LOSS;
  }

  /** Makes a pause: what leaves after it tells the round trip of the empty path. */
  private void drain(long now) {
    draining = true;
    base = new BaseRoundTrip(Math.max(base.least(), leastOfRound), now);
  }

  private int drainedWindow() {
    double pause = Math.min(target() + DRAINED_OF_OTHERS, window * MOST_DRAINED);
    return (int) Math.round(bounded(window - pause));
  }

  /** The window in whole blocks. */
  private int used() {
    return (int) Math.round(window);
  }

  /** Of the blocks under way, those that waited in the queue all the round. */
  private double queued() {
    return used() * (1 - (double) base.least() / leastOfRound);
  }

  private double target() {
    double ofSlowPath = QUEUED_BLOCKS + held() * QUEUED_OF_HELD;
    double queued = Math.max(ofSlowPath, queuedInTime());
    return queued * (1 + QUEUED_MORE * loss);
  }

  /** On a fast path: what it delivers in the time that may be waited. */
  private double queuedInTime() {
    return rate.best() * QUEUED_SECONDS;
  }

  /** The blocks that the empty path holds. */
  private double held() {
    return base.isKnown() ? rate.best() * base.least() / SECOND : 0;
  }

  private double bounded(double wanted) {
    double beyond = Math.max(BEYOND_DELIVERED, queuedInTime());
    double bound = Math.min(most, OF_DELIVERED * held() + beyond);
    return Math.max(Math.min(LEAST_WINDOW, most), Math.min(wanted, bound));
  }
}
