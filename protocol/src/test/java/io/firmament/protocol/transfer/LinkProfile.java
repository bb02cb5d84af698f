package io.firmament.protocol.transfer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How one direction of a link treats datagrams.
 *
 * @param delay what every datagram takes at least
 * @param jitter what a datagram may take in addition, so that datagrams overtake each other
 * @param loss the share that is lost, 0 to 1
 * @param duplication the share that arrives twice, 0 to 1
 * @param bitsPerSecond how fast it sends
 * @param queueBytes what may wait to be sent; more is lost
 * @param blackouts when everything that is sent is lost
 */
public record LinkProfile(
    Duration delay,
    Duration jitter,
    double loss,
    double duplication,
    long bitsPerSecond,
    long queueBytes,
    List<Blackout> blackouts) {
  /** A time in which everything is lost, the end not included. */
  public record Blackout(Duration from, Duration to) {
    boolean covers(Duration moment) {
      return moment.compareTo(from) >= 0 && moment.compareTo(to) < 0;
    }
  }

  /** Keeps a copy. */
  public LinkProfile {
    blackouts = List.copyOf(blackouts);
  }

  /** A link that only delays. */
  public static LinkProfile delaying(Duration delay) {
    return new LinkProfile(delay, Duration.ZERO, 0, 0, Long.MAX_VALUE, Long.MAX_VALUE, List.of());
  }

  /** The same with losses. */
  public LinkProfile losing(double share) {
    return new LinkProfile(delay, jitter, share, duplication, bitsPerSecond, queueBytes, blackouts);
  }

  /** The same with a limited rate and a queue before it. */
  public LinkProfile sending(long rate, long queue) {
    return new LinkProfile(delay, jitter, loss, duplication, rate, queue, blackouts);
  }

  /** The same with reordering and duplication. */
  public LinkProfile disturbed(Duration atMost, double twice) {
    return new LinkProfile(delay, atMost, loss, twice, bitsPerSecond, queueBytes, blackouts);
  }

  /** The same with one more blackout. */
  public LinkProfile dark(Duration from, Duration to) {
    List<Blackout> more = new ArrayList<>(blackouts);
    more.add(new Blackout(from, to));
    return new LinkProfile(delay, jitter, loss, duplication, bitsPerSecond, queueBytes, more);
  }
}
