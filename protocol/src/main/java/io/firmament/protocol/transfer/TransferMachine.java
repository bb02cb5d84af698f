package io.firmament.protocol.transfer;

import io.firmament.protocol.transfer.Flight.Asked;
import io.firmament.protocol.transfer.GivenUp.Cause;
import io.firmament.protocol.transfer.TransferEvent.BlockArrived;
import io.firmament.protocol.transfer.TransferEvent.Deferred;
import io.firmament.protocol.transfer.TransferEvent.Held;
import io.firmament.protocol.transfer.TransferEvent.Refused;
import io.firmament.protocol.transfer.TransferEvent.Started;
import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.InvalidValueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Fetches a blob block by block, several requests at a time: it is told what happened and when, and
 * answers what to do. It has no clock, no socket and no file; one thread at a time may use it.
 *
 * <p>A request is lost when three later ones were answered, or when 9/8 of a round trip passed and
 * one later was answered (RFC 9002 section 6.1); when nothing else is left to ask for, a single
 * later answer will do (the idea of RFC 5827). On a link that changes the order only time counts,
 * with a margin (RFC 8985 section 6.2). When nothing comes at all, the oldest request is made again
 * after a probe timeout, which doubles each time up to about 30 s; from the second on there are two
 * requests at a time and from the fifth on one, which with 100 octets each stays below the 4 octets
 * a second that are declared as PROBING_RATE (RFC 7252 section 4.7). Every request has a number of
 * its own, so that each answer is a sound sample of the round trip, even a late one.
 *
 * <p>Moments are durations since any fixed moment of a clock that never goes back.
 */
public final class TransferMachine {
  /** What a late timer may make up for: 2 ms of requests. */
  private static final long MOST_BURST = 2_000_000L;

  /** Blocks that the first probe asks for where nothing else is left. */
  private static final int PROBED_AT_THE_END = 2;

  private static final int REMEMBERED_PER_WINDOW = 4;
  private static final int REMEMBERED_AT_LEAST = 64;

  private enum Phase {
    WAITING,
    RUNNING,
    DONE
  }

  private final BlobLayout layout;
  private final TransferSettings settings;
  private final BitSet present;
  private final BitSet wanted;
  private final Flight flight = new Flight();
  private final EndgameMachine endgame = new EndgameMachine();
  private final GivenUp givenUp;

  private Phase phase = Phase.WAITING;
  private final DeliveryRate rate = new DeliveryRate();
  private final TransferCountMachine counts = new TransferCountMachine();
  private final Congestion congestion;
  private RoundTrip roundTrip;
  private Reordering reordering = Reordering.NONE;
  private long now = Long.MIN_VALUE;
  private final ProbeMachine silence = new ProbeMachine();
  private long earliestRequest;
  private long pacedRequest;
  private long answers;
  private long lastAnswer;
  private long deferredUntil;

  private int missing;

  /**
   * A transfer that has not begun; {@link TransferEvent.Started} begins it.
   *
   * @param layout the blob
   * @param present the blocks that are there already; copied
   * @param settings window, pace and patience
   * @throws InvalidValueException when a block is present that the blob does not have
   */
  public TransferMachine(BlobLayout layout, BitSet present, TransferSettings settings) {
    if (present.length() > layout.blocks()) {
      throw new InvalidValueException(
          "present blocks", "numbers below " + layout.blocks(), present.length() - 1);
    }
    this.layout = layout;
    this.settings = settings;
    this.present = (BitSet) present.clone();
    this.wanted = (BitSet) present.clone();
    this.wanted.flip(0, layout.blocks());
    this.missing = wanted.cardinality();
    this.givenUp =
        new GivenUp(Math.max(REMEMBERED_AT_LEAST, REMEMBERED_PER_WINDOW * settings.window()));
    this.roundTrip = RoundTrip.assumed(settings.initialRoundTrip().toNanos());
    this.congestion = settings.control().machine(settings, rate);
  }

  /**
   * Takes in what happened and says what to do.
   *
   * @param event what happened
   * @param moment when; never before the moment of an earlier call
   * @return what to do, in this order; empty once the transfer has finished or failed
   * @throws InvalidValueException when time went back
   */
  public List<TransferAction> on(TransferEvent event, Duration moment) {
    long nanos = moment.toNanos();
    if (nanos < now) {
      throw new InvalidValueException("moment", "no earlier than " + now + " ns", nanos + " ns");
    }
    now = nanos;
    List<TransferAction> actions = new ArrayList<>();
    if (phase != Phase.DONE) {
      take(event, actions);
      proceed(actions);
    }
    return actions;
  }

  /** The blocks that were delivered, now or before this transfer; a copy. */
  public BitSet present() {
    return (BitSet) present.clone();
  }

  /** Requests that are waited for; never more than the window. */
  public int inFlight() {
    return flight.size();
  }

  /** What happened so far. */
  public TransferStatistics statistics() {
    return counts.statistics(roundTrip, rate.best());
  }

  private void take(TransferEvent event, List<TransferAction> actions) {
    if (event instanceof BlockArrived arrived) {
      receive(arrived, actions);
    } else if (event instanceof Refused refused) {
      if (answered(refused.request(), Optional.empty()).isPresent()) {
        String detail =
            "the peer answered %d.%02d".formatted(refused.code() >> 5, refused.code() & 31);
        fail(TransferFailure.ofCode(refused.code()), detail, actions);
      }
    } else if (event instanceof Deferred deferred) {
      defer(deferred);
    } else if (event instanceof Started) {
      start(actions);
    } else if (event instanceof Held && phase == Phase.RUNNING) {
      phase = Phase.WAITING;
    }
  }

  private void start(List<TransferAction> actions) {
    phase = Phase.RUNNING;
    silence.heard(now);
    deferredUntil = now;
    earliestRequest = now;
    pacedRequest = now;
    giveUpAll(Cause.CONTACT, actions);
  }

  private void receive(BlockArrived arrived, List<TransferAction> actions) {
    int block = arrived.block();
    Optional<Asked> asked = answered(arrived.request(), arrived.roundTrip());
    if (block < 0
        || block >= layout.blocks()
        || asked.filter(request -> request.block() != block).isPresent()) {
      String expected = asked.map(request -> "" + request.block()).orElse("one of the blob");
      fail(TransferFailure.WRONG_BLOCK, "block " + block + " came instead of " + expected, actions);
      return;
    }
    ByteRange range = layout.range(block);
    if (arrived.octets().length != range.length()) {
      String lengths = " came with %d octets instead of %d";
      String detail = "block " + block + lengths.formatted(arrived.octets().length, range.length());
      fail(TransferFailure.WRONG_BLOCK, detail, actions);
    } else if (present.get(block)) {
      counts.repeated();
    } else {
      present.set(block);
      wanted.clear(block);
      missing--;
      counts.delivered(now);
      actions.add(new TransferAction.Deliver(block, range, arrived.octets()));
    }
  }

  private void defer(Deferred deferred) {
    Optional<Asked> asked = answered(deferred.request(), Optional.empty());
    if (asked.isPresent()) {
      want(asked.get().block());
      boolean tooLong = deferred.retryAfter().compareTo(settings.patience()) > 0;
      Duration wait = tooLong ? settings.patience() : deferred.retryAfter();
      deferredUntil = Math.max(deferredUntil, now + wait.toNanos());
    }
  }

  /** Somebody answered: the one place that learns from it. Empty when the request is unknown. */
  private Optional<Asked> answered(long number, Optional<Duration> measured) {
    Optional<Cause> cause = givenUp.cause(number);
    Optional<Asked> inTime = flight.remove(number);
    Optional<Asked> known = inTime.isPresent() ? inTime : givenUp.remove(number);
    if (known.isPresent()) {
      if (inTime.isEmpty()) {
        counts.spurious();
        reordering =
            cause.equals(Optional.of(Cause.LOSS)) ? reordering.afterSpurious() : reordering;
      }
      silence.heard(now);
      long sample = sample(known.get(), measured);
      roundTrip = roundTrip.with(sample);
      counts.answered(sample);
      answers++;
      lastAnswer = now;
      rate.answered(known.get(), answers, now);
      congestion.answered(known.get(), sample, now);
      flight.overtake(number);
      if (cause.equals(Optional.of(Cause.SILENCE))) {
        waitAgainAfter(number);
      }
    }
    return known;
  }

  /** What the network took: not what answers wait for here while the device is busy. */
  private long sample(Asked request, Optional<Duration> measured) {
    long here = now - request.sent();
    return Math.max(1, measured.map(Duration::toNanos).filter(took -> took < here).orElse(here));
  }

  /**
   * The link did not fall silent, it became slower: what left after the answered request is on its
   * way, too. It is waited for again instead of being asked for twice (the idea of RFC 5682).
   */
  private void waitAgainAfter(long number) {
    for (Asked request : givenUp.silencedAfter(number)) {
      if (wanted.get(request.block()) && flight.size() < window()) {
        givenUp.remove(request.number());
        wanted.clear(request.block());
        flight.add(request);
      }
    }
  }

  private void proceed(List<TransferAction> actions) {
    if (phase == Phase.DONE) {
      return;
    }
    if (missing == 0) {
      phase = Phase.DONE;
      actions.add(new TransferAction.Finished());
    } else if (phase == Phase.RUNNING && now >= stallMoment()) {
      phase = Phase.WAITING;
      actions.add(new TransferAction.Stalled());
    } else if (phase == Phase.RUNNING) {
      giveUpLost(actions);
      probe(actions);
      request(actions);
      actions.add(new TransferAction.WakeAt(Duration.ofNanos(nextMoment())));
    }
  }

  private void giveUpLost(List<TransferAction> actions) {
    List<Asked> late = lateOnes();
    while (!late.isEmpty()) {
      for (Asked request : late) {
        counts.requestLost();
        congestion.lost(request);
        reordering = reordering.afterLoss();
        giveUp(request, Cause.LOSS, actions);
      }
      late = lateOnes();
    }
  }

  private List<Asked> lateOnes() {
    return flight.removeLost(now, lossDelay(), reordering.answers(wanted.isEmpty()));
  }

  private long lossDelay() {
    return reordering.lossDelay(roundTrip);
  }

  /**
   * Nothing came for a probe timeout: asks again, from the second one on for little at a time.
   * Where nothing else is left to ask for, the first asks for two blocks, and for a single one
   * twice. The oldest requests may wait for what came meanwhile: those are given up on the way.
   */
  private void probe(List<TransferAction> actions) {
    if (flight.isEmpty()
        || flight.nextLoss(lossDelay()).isPresent()
        || !silence.isDue(roundTrip, now)) {
      return;
    }
    silence.probed(now);
    counts.probed();
    boolean nothingElse = wanted.isEmpty();
    giveUp(flight.removeOldest(), Cause.SILENCE, actions);
    if (silence.isBare()) {
      congestion.silent();
      giveUpAll(Cause.SILENCE, actions);
    } else if (nothingElse) {
      while (wanted.cardinality() < PROBED_AT_THE_END && !flight.isEmpty()) {
        giveUp(flight.removeOldest(), Cause.SILENCE, actions);
      }
    }
    if (missing == 1) {
      int block = wanted.nextSetBit(0);
      request(actions);
      wanted.set(block);
    }
  }

  private void request(List<TransferAction> actions) {
    OptionalInt block = next();
    while (block.isPresent() && flight.size() < window() && now >= requestMoment()) {
      request(block.getAsInt(), actions);
      block = next();
    }
  }

  private void request(int block, List<TransferAction> actions) {
    if (wanted.get(block)) {
      wanted.clear(block);
    } else {
      endgame.asked();
    }
    long number = counts.request(now);
    Asked request = new Asked(number, block, now, 0, answers, answers > 0 ? lastAnswer : now);
    flight.add(request);
    congestion.asked(request);
    actions.add(new TransferAction.Request(number, block));
    silence.asked(now);
    pace();
  }

  /** What to ask for next; where nothing is left, what is under way and worth a second request. */
  private OptionalInt next() {
    return wanted.isEmpty()
        ? endgame.block(flight, present, counts.lost())
        : OptionalInt.of(wanted.nextSetBit(0));
  }

  /** A late wake-up is made up for, so far as that makes no burst to speak of. */
  private void pace() {
    pacedRequest = Math.max(pacedRequest, now - MOST_BURST) + congestion.interval(roundTrip);
    earliestRequest = Math.max(now + settings.interval().toNanos(), pacedRequest);
  }

  private void giveUpAll(Cause cause, List<TransferAction> actions) {
    while (!flight.isEmpty()) {
      giveUp(flight.removeOldest(), cause, actions);
    }
  }

  private void giveUp(Asked request, Cause cause, List<TransferAction> actions) {
    want(request.block());
    givenUp
        .add(request, cause)
        .ifPresent(old -> actions.add(new TransferAction.Forget(old.number())));
  }

  private void want(int block) {
    if (!present.get(block)) {
      wanted.set(block);
    }
  }

  private void fail(TransferFailure reason, String detail, List<TransferAction> actions) {
    phase = Phase.DONE;
    actions.add(new TransferAction.Failed(reason, detail));
  }

  /** The one place that decides how many requests may be under way. */
  private int window() {
    return silence.window(congestion.window());
  }

  private long requestMoment() {
    return Math.max(earliestRequest, deferredUntil);
  }

  private long stallMoment() {
    return Math.max(silence.since(), deferredUntil) + settings.patience().toNanos();
  }

  private long nextMoment() {
    long moment = stallMoment();
    if (!flight.isEmpty()) {
      OptionalLong loss = flight.nextLoss(lossDelay());
      moment = Math.min(moment, loss.orElse(silence.moment(roundTrip)));
    }
    if (flight.size() < window() && next().isPresent()) {
      moment = Math.min(moment, requestMoment());
    }
    return moment;
  }
}
