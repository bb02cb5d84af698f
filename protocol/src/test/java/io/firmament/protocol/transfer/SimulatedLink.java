package io.firmament.protocol.transfer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * One direction of a link, on somebody else's clock: what it does to a datagram is decided by the
 * profile and a seed alone.
 *
 * @param <T> what is sent
 */
public final class SimulatedLink<T> {
  private record Datagram<T>(Duration arrival, long order, T content) {}

  private final LinkProfile profile;
  private final Random random;
  private final PriorityQueue<Datagram<T>> underWay =
      new PriorityQueue<>(
          Comparator.comparing((Datagram<T> datagram) -> datagram.arrival())
              .thenComparingLong(Datagram::order));
  private Duration idleFrom = Duration.ZERO;
  private long order;
  private long lost;
  private long duplicated;

  /** A link; the same seed gives the same fate to the same datagrams. */
  public SimulatedLink(LinkProfile profile, long seed) {
    this.profile = profile;
    this.random = new Random(seed);
  }

  /**
   * Sends a datagram, or loses it.
   *
   * @param content what is sent
   * @param octets how long it is on the wire
   * @param now when
   */
  public void send(T content, int octets, Duration now) {
    Duration begin = idleFrom.compareTo(now) > 0 ? idleFrom : now;
    boolean full = queued(begin.minus(now)) + octets > profile.queueBytes();
    boolean dark = profile.blackouts().stream().anyMatch(blackout -> blackout.covers(now));
    boolean unlucky = random.nextDouble() < profile.loss();
    if (full || dark) {
      lost++;
      return;
    }
    idleFrom = begin.plus(sendingTime(octets));
    if (unlucky) {
      lost++;
      return;
    }
    deliver(content);
    if (random.nextDouble() < profile.duplication()) {
      duplicated++;
      deliver(content);
    }
  }

  private void deliver(T content) {
    long extra = (long) (random.nextDouble() * profile.jitter().toNanos());
    underWay.add(new Datagram<>(idleFrom.plus(profile.delay()).plusNanos(extra), order++, content));
  }

  private double queued(Duration waiting) {
    return waiting.toNanos() / 8e9 * profile.bitsPerSecond();
  }

  private Duration sendingTime(int octets) {
    return Duration.ofNanos((long) (octets * 8e9 / profile.bitsPerSecond()));
  }

  /** When the next datagram arrives. */
  public Optional<Duration> nextArrival() {
    return Optional.ofNullable(underWay.peek()).map(Datagram::arrival);
  }

  /** Takes what has arrived by now, in the order of arrival. */
  public List<T> arrived(Duration now) {
    List<T> arrived = new ArrayList<>();
    while (!underWay.isEmpty() && underWay.peek().arrival().compareTo(now) <= 0) {
      arrived.add(underWay.poll().content());
    }
    return arrived;
  }

  /** Datagrams that were lost. */
  public long lost() {
    return lost;
  }

  /** Datagrams that arrive twice. */
  public long duplicated() {
    return duplicated;
  }

  /** Datagrams that have not arrived yet. */
  public int underWay() {
    return underWay.size();
  }
}
