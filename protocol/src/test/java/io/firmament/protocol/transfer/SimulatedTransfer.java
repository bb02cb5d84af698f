package io.firmament.protocol.transfer;

import io.firmament.protocol.transfer.TransferAction.Deliver;
import io.firmament.protocol.transfer.TransferAction.Failed;
import io.firmament.protocol.transfer.TransferAction.Finished;
import io.firmament.protocol.transfer.TransferAction.Forget;
import io.firmament.protocol.transfer.TransferAction.Request;
import io.firmament.protocol.transfer.TransferAction.Stalled;
import io.firmament.protocol.transfer.TransferAction.WakeAt;
import io.firmament.protocol.transfer.TransferEvent.BlockArrived;
import io.firmament.protocol.transfer.TransferEvent.Started;
import io.firmament.protocol.transfer.TransferEvent.Woken;
import io.firmament.protocol.value.ByteRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A device, a link and a server that has the blob, on a manual clock. Stricter than reality: it
 * fails when the machine exceeds its window, delivers a block twice, uses a number again, wants to
 * be woken in the past, or keeps turning without getting anywhere.
 */
final class SimulatedTransfer {
  private static final int REQUEST_OCTETS = 80;
  private static final int ANSWER_OVERHEAD = 70;
  private static final int STEPS_PER_BLOCK = 400;

  enum End {
    FINISHED,
    STALLED,
    FAILED,
    CUT
  }

  private final byte[] blob;
  private final BlobLayout layout;
  private final TransferSettings settings;
  private final ManualClock clock;
  private final SimulatedLink<Request> up;
  private final SimulatedLink<Request> down;
  private final byte[] storage;
  private final BitSet stored;
  private final TransferMachine machine;
  private final BitSet asked = new BitSet();
  private final Set<Long> open = new HashSet<>();
  private long nextNumber;
  private long answersTwice;
  private Optional<Duration> wake = Optional.empty();
  private Optional<Duration> lastRequest = Optional.empty();
  private Optional<End> end = Optional.empty();
  private final Map<Long, Duration> left = new HashMap<>();
  private final List<Duration> roundTrips = new ArrayList<>();
  private final Set<Long> answered = new HashSet<>();

  /**
   * @param storage what is stored already, and where blocks are stored
   * @param stored which blocks are; kept up to date
   */
  SimulatedTransfer(
      byte[] blob,
      int blockSize,
      TransferSettings settings,
      LinkProfile upward,
      LinkProfile downward,
      long seed,
      ManualClock clock,
      byte[] storage,
      BitSet stored) {
    this.blob = blob;
    this.layout = new BlobLayout(blob.length, blockSize);
    this.settings = settings;
    this.clock = clock;
    this.up = new SimulatedLink<>(upward, seed);
    this.down = new SimulatedLink<>(downward, ~seed);
    this.storage = storage;
    this.stored = stored;
    this.machine = new TransferMachine(layout, stored, settings);
  }

  /** Runs to its end, or until so many blocks are stored. */
  End run(int untilStored) {
    perform(machine.on(new Started(), clock.now()));
    long steps = 0;
    while (end.isEmpty() && stored.cardinality() < untilStored) {
      steps++;
      if (steps > 1000L + (long) STEPS_PER_BLOCK * layout.blocks()) {
        throw new AssertionError("turns without end at " + clock.now());
      }
      step();
    }
    return end.orElse(End.CUT);
  }

  End run() {
    return run(Integer.MAX_VALUE);
  }

  /** Goes on after a stall. */
  End runAgain() {
    end = Optional.empty();
    return run();
  }

  private void step() {
    Duration next = earliest(earliest(wake, up.nextArrival()), down.nextArrival()).orElseThrow();
    clock.advanceTo(next);
    for (Request request : up.arrived(next)) {
      int octets = (int) layout.range(request.block()).length() + ANSWER_OVERHEAD;
      down.send(request, octets, next);
    }
    for (Request answer : down.arrived(next)) {
      if (end.isEmpty() && open.contains(answer.request())) {
        receive(answer);
      }
    }
    if (end.isEmpty() && wake.filter(moment -> moment.compareTo(next) <= 0).isPresent()) {
      perform(machine.on(new Woken(), next));
    }
  }

  private void receive(Request answer) {
    roundTrips.add(clock.now().minus(left.get(answer.request())));
    if (!answered.add(answer.request())) {
      answersTwice++;
    }
    ByteRange range = layout.range(answer.block());
    byte[] octets = Arrays.copyOfRange(blob, (int) range.offset(), (int) range.end());
    perform(
        machine.on(
            new BlockArrived(answer.request(), answer.block(), octets, Optional.empty()),
            clock.now()));
  }

  private void perform(List<TransferAction> actions) {
    wake = Optional.empty();
    for (TransferAction action : actions) {
      require(wake.isEmpty() && end.isEmpty(), "an action behind the last one: " + actions);
      perform(action);
    }
    require(machine.inFlight() <= settings.window(), "window exceeded: " + machine.inFlight());
    require(end.isPresent() || wake.isPresent(), "runs and does not want to be woken");
  }

  private void perform(TransferAction action) {
    if (action instanceof Request request) {
      request(request);
    } else if (action instanceof Deliver deliver) {
      deliver(deliver);
    } else if (action instanceof Forget forget) {
      require(open.remove(forget.request()), "forgets what is not open");
    } else if (action instanceof WakeAt at) {
      require(at.when().compareTo(clock.now()) > 0, "wakes in the past");
      wake = Optional.of(at.when());
    } else if (action instanceof Finished) {
      end = Optional.of(End.FINISHED);
    } else if (action instanceof Stalled) {
      end = Optional.of(End.STALLED);
    } else if (action instanceof Failed) {
      end = Optional.of(End.FAILED);
    }
  }

  private void request(Request request) {
    require(request.request() == nextNumber, "numbers do not count up");
    require(!stored.get(request.block()), "asks for what is there");
    Duration earliest =
        lastRequest.map(last -> last.plus(settings.interval())).orElse(Duration.ZERO);
    require(clock.now().compareTo(earliest) >= 0, "asks too soon");
    nextNumber++;
    lastRequest = Optional.of(clock.now());
    open.add(request.request());
    left.put(request.request(), clock.now());
    asked.set(request.block());
    up.send(request, REQUEST_OCTETS, clock.now());
  }

  private void deliver(Deliver deliver) {
    require(!stored.get(deliver.block()), "delivers twice");
    require(deliver.range().equals(layout.range(deliver.block())), "delivers elsewhere");
    System.arraycopy(
        deliver.octets(), 0, storage, (int) deliver.range().offset(), deliver.octets().length);
    stored.set(deliver.block());
  }

  private static Optional<Duration> earliest(Optional<Duration> one, Optional<Duration> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return one.get().compareTo(other.get()) <= 0 ? one : other;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  TransferStatistics statistics() {
    return machine.statistics();
  }

  /** What half of all round trips took at most. */
  Duration medianRoundTrip() {
    return roundTrips.stream().sorted().skip(roundTrips.size() / 2).findFirst().orElseThrow();
  }

  /** The blocks that were asked for at all. */
  BitSet asked() {
    return asked;
  }

  /** Datagrams that the link lost. */
  long lost() {
    return up.lost() + down.lost();
  }

  /** Datagrams still under way. */
  int underWay() {
    return up.underWay() + down.underWay();
  }

  /** Answers that came twice to the same request. */
  long answersTwice() {
    return answersTwice;
  }
}
