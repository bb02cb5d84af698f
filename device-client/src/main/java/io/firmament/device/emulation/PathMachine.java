package io.firmament.device.emulation;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One direction of a link. A datagram goes through it in this order: blackout, MTU, queue, rate,
 * loss, delay, reordering, duplication. What is lost has used the link, as on a radio.
 */
final class PathMachine {
  private static final int STREAMS_PER_LINK = 64;
  private static final int STREAMS_PER_PATH = 16;

  private final PathSettings settings;
  private final TransmitterMachine transmitter;
  private final CountMachine counts = new CountMachine();
  private final Chance loss;
  private final Chance burst;
  private final Chance duplication;
  private final Chance reordering;
  private final Chance jitter;
  private boolean bad;
  private long newestArrival;

  PathMachine(
      PathSettings settings,
      TransmitterMachine transmitter,
      Direction direction,
      long seed,
      long index) {
    this.settings = settings;
    this.transmitter = transmitter;
    long stream = index * STREAMS_PER_LINK + (long) direction.ordinal() * STREAMS_PER_PATH;
    this.loss = new Chance(seed, stream + 1);
    this.burst = new Chance(seed, stream + 2);
    this.duplication = new Chance(seed, stream + 3);
    this.reordering = new Chance(seed, stream + 4);
    this.jitter = new Chance(seed, stream + 5);
  }

  CountMachine counts() {
    return counts;
  }

  /**
   * A passage through the path.
   *
   * @param arrival when it arrives
   * @param twice whether it arrives twice
   */
  record Passage(long arrival, boolean twice) {}

  /** The fate of one datagram, drawn before anything else is known of it. */
  private record Lot(Optional<Fate> lost, boolean twice, boolean heldBack, double jitter) {}

  /**
   * Takes a datagram.
   *
   * @param octets its size with headers
   * @return its passage; empty when it was dropped, which is counted
   */
  Optional<Passage> enter(int octets, boolean dark, long now) {
    Lot lot = draw();
    int mtu = settings.capacity().mtuBytes();
    if (dark) {
      return drop(Fate.BLACKOUT);
    } else if (mtu > 0 && octets > mtu) {
      return drop(Fate.TOO_LARGE);
    }
    OptionalDouble sent = transmitter.send(octets, settings.capacity().queueBytes(), now);
    if (sent.isEmpty()) {
      return drop(Fate.QUEUE_FULL);
    } else if (lot.lost().isPresent()) {
      return drop(lot.lost().get());
    }
    return Optional.of(new Passage(arrival(sent.getAsDouble(), lot), lot.twice()));
  }

  private Optional<Passage> drop(Fate fate) {
    counts.dropped(fate);
    return Optional.empty();
  }

  private Lot draw() {
    Optional<Fate> lost = drawLoss();
    boolean twice = duplication.next() < settings.disorder().duplication();
    boolean heldBack = reordering.next() < settings.disorder().reordering();
    return new Lot(lost, twice, heldBack, 2 * jitter.next() - 1);
  }

  private Optional<Fate> drawLoss() {
    double own = loss.next();
    double turn = burst.next();
    burst.next(); // the place of a loss rate within the states, which are all or nothing here
    if (settings.losses().bursts().isPresent()) {
      Bursts bursts = settings.losses().bursts().get();
      bad = bad ? turn >= bursts.toGood() : turn < bursts.toBad();
    }
    if (own < settings.losses().share()) {
      return Optional.of(Fate.LOST);
    }
    return bad ? Optional.of(Fate.BURST) : Optional.empty();
  }

  /** When it arrives: not before the one ahead of it, unless it may overtake or is held back. */
  private long arrival(double sent, Lot lot) {
    Delays delays = settings.delays();
    double extra = delays.delay().toNanos() + lot.jitter() * delays.jitter().toNanos();
    long arrival = (long) (sent + Math.max(extra, 0));
    if (lot.heldBack()) {
      counts.reordered();
      return arrival + settings.disorder().holding(delays.delay()).toNanos();
    }
    long ordered = delays.overtaking() ? arrival : Math.max(arrival, newestArrival);
    newestArrival = Math.max(newestArrival, ordered);
    return ordered;
  }
}
