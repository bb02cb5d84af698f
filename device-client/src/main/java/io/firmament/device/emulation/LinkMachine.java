package io.firmament.device.emulation;

import io.firmament.device.emulation.Incidents.BlackoutAfter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * A link between one device and the cloud: it is told which datagrams come to it and when, and
 * answers what to do. It has no clock, no socket and no chance of its own; one thread at a time may
 * use it. The same seed gives the n-th datagram of a direction the same fate.
 *
 * <p>Moments are durations since any fixed moment of a clock that never goes back.
 *
 * @param <T> what is sent over it
 */
public final class LinkMachine<T> {
  private record Pending<T>(long arrival, long order, LinkAction.Deliver<T> delivery) {}

  private final LinkSettings settings;
  private final Map<Direction, PathMachine> paths = new EnumMap<>(Direction.class);
  private final PriorityQueue<Pending<T>> pending =
      new PriorityQueue<>(
          Comparator.comparingLong((Pending<T> one) -> one.arrival())
              .thenComparingLong(Pending::order));
  private final List<Blackout> begun = new ArrayList<>();
  private final List<BlackoutAfter> blackoutsAfter;
  private final List<Duration> rebindAt;
  private final List<Long> rebindAfterBytes;
  private Optional<Duration> first = Optional.empty();
  private Optional<Duration> lastUp = Optional.empty();
  private long order;
  private long rebinds;

  /**
   * A link on which nothing has happened.
   *
   * @param seed decides every fate
   * @param index which of several links with that seed
   */
  public LinkMachine(LinkSettings settings, long seed, long index) {
    this.settings = settings;
    this.blackoutsAfter = new ArrayList<>(settings.incidents().blackoutsAfter());
    this.rebindAt = new ArrayList<>(settings.incidents().rebindAt());
    this.rebindAfterBytes = new ArrayList<>(settings.incidents().rebindAfterBytes());
    TransmitterMachine down = transmitter(settings.down());
    TransmitterMachine up = settings.halfDuplex() ? down : transmitter(settings.up());
    paths.put(Direction.UP, new PathMachine(settings.up(), up, Direction.UP, seed, index));
    paths.put(Direction.DOWN, new PathMachine(settings.down(), down, Direction.DOWN, seed, index));
  }

  private static TransmitterMachine transmitter(PathSettings path) {
    return new TransmitterMachine(path.capacity().bitsPerSecond());
  }

  /**
   * A datagram comes to the link.
   *
   * @param direction where it goes
   * @param datagram handed on as it is
   * @param octets its payload
   * @param now when
   * @return what to do before anything is delivered
   */
  public List<LinkAction<T>> arrived(Direction direction, T datagram, int octets, Duration now) {
    first = first.or(() -> Optional.of(now));
    CountMachine counts = paths.get(direction).counts();
    counts.arrived(octets);
    boolean forgotten = isForgotten(now);
    if (direction == Direction.DOWN && forgotten) {
      counts.dropped(Fate.STALE_PORT);
      return List.of();
    }
    enter(direction, datagram, octets, now);
    if (direction == Direction.DOWN) {
      return List.of();
    }
    lastUp = Optional.of(now);
    return forgotten ? List.of(rebind()) : List.of();
  }

  /** A datagram came down to a port that the device no longer has. */
  public void stale(int octets) {
    CountMachine counts = paths.get(Direction.DOWN).counts();
    counts.arrived(octets);
    counts.dropped(Fate.STALE_PORT);
  }

  /** A delivery that was asked for was not possible. */
  public void unsent(LinkAction.Deliver<T> delivery) {
    paths.get(delivery.direction()).counts().unsent(delivery.octets());
  }

  private void enter(Direction direction, T datagram, int octets, Duration now) {
    PathMachine path = paths.get(direction);
    Optional<PathMachine.Passage> passage =
        path.enter(octets + settings.overheadBytes(), isDark(direction, now), now.toNanos());
    if (passage.isPresent()) {
      LinkAction.Deliver<T> delivery = new LinkAction.Deliver<>(direction, datagram, octets);
      pending.add(new Pending<>(passage.get().arrival(), order++, delivery));
      if (passage.get().twice()) {
        path.counts().duplicated();
        pending.add(new Pending<>(passage.get().arrival(), order++, delivery));
      }
    }
  }

  /**
   * Time has passed.
   *
   * @param now when
   * @return what is due, in order
   */
  public List<LinkAction<T>> woken(Duration now) {
    List<LinkAction<T>> actions = new ArrayList<>();
    while (!pending.isEmpty() && pending.peek().arrival() <= now.toNanos()) {
      deliver(pending.poll().delivery(), now, actions);
    }
    while (nextRebind().filter(moment -> moment.compareTo(now) <= 0).isPresent()) {
      rebindAt.remove(0);
      actions.add(rebind());
    }
    return actions;
  }

  /** When something is due next; empty while nothing is. */
  public Optional<Duration> wakeAt() {
    Optional<Duration> delivery =
        Optional.ofNullable(pending.peek()).map(next -> Duration.ofNanos(next.arrival()));
    Optional<Duration> rebind = nextRebind();
    if (delivery.isEmpty() || rebind.isEmpty()) {
      return delivery.or(() -> rebind);
    }
    return delivery.get().compareTo(rebind.get()) <= 0 ? delivery : rebind;
  }

  /** What it did so far. */
  public LinkTraffic traffic() {
    return new LinkTraffic(
        paths.get(Direction.UP).counts().counts(),
        paths.get(Direction.DOWN).counts().counts(),
        rebinds);
  }

  private void deliver(LinkAction.Deliver<T> delivery, Duration now, List<LinkAction<T>> actions) {
    CountMachine counts = paths.get(delivery.direction()).counts();
    if (isDark(delivery.direction(), now)) {
      counts.dropped(Fate.BLACKOUT);
      return;
    }
    counts.delivered(delivery.octets());
    actions.add(delivery);
    if (delivery.direction() == Direction.DOWN) {
      happen(counts.deliveredBytes(), now, actions);
    }
  }

  /** So many octets have reached the device: what was to happen then, happens. */
  private void happen(long bytes, Duration now, List<LinkAction<T>> actions) {
    Duration since = now.minus(first.orElse(now));
    blackoutsAfter.removeIf(
        blackout -> {
          boolean due = bytes >= blackout.bytes();
          if (due) {
            begun.add(new Blackout(since, since.plus(blackout.length())));
          }
          return due;
        });
    while (!rebindAfterBytes.isEmpty() && bytes >= rebindAfterBytes.get(0)) {
      rebindAfterBytes.remove(0);
      actions.add(rebind());
    }
  }

  private LinkAction<T> rebind() {
    rebinds++;
    return new LinkAction.Rebind<>();
  }

  private Optional<Duration> nextRebind() {
    return first.isEmpty()
        ? Optional.empty()
        : rebindAt.stream().findFirst().map(first.get()::plus);
  }

  private boolean isForgotten(Duration now) {
    Optional<Duration> timeout = settings.incidents().natTimeout();
    return timeout.isPresent()
        && lastUp.filter(last -> now.minus(last).compareTo(timeout.get()) > 0).isPresent();
  }

  private boolean isDark(Direction direction, Duration now) {
    Duration since = now.minus(first.orElse(now));
    return settings.path(direction).blackouts().stream().anyMatch(dark -> dark.covers(since))
        || begun.stream().anyMatch(dark -> dark.covers(since));
  }
}
