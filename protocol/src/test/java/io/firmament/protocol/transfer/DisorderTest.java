package io.firmament.protocol.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.transfer.TransferAction.Deliver;
import io.firmament.protocol.transfer.TransferAction.Finished;
import io.firmament.protocol.transfer.TransferAction.Request;
import io.firmament.protocol.transfer.TransferAction.WakeAt;
import io.firmament.protocol.transfer.TransferEvent.BlockArrived;
import io.firmament.protocol.transfer.TransferEvent.Deferred;
import io.firmament.protocol.transfer.TransferEvent.Held;
import io.firmament.protocol.transfer.TransferEvent.Started;
import io.firmament.protocol.transfer.TransferEvent.Woken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers, holds and new contacts in any order: in the end each block is there, once. */
class DisorderTest {
  private static final int SEEDS = 2_000;
  private static final int EVENTS = 18;
  private static final int MOST_STEPS = 1_000;
  private static final int MOST_BLOCKS = 8;
  private static final int BLOCK = 16;

  private static final int SLOWEST_MILLIS = 4_000;

  /** All together stay below the patience of a transfer. */
  private static final int LONGEST_MILLIS = 15_000;

  @ParameterizedTest
  @EnumSource
  void every_block_comes_once_whatever_happens_before(CongestionControl control) {
    for (int seed = 0; seed < SEEDS; seed++) {
      try {
        new Disorder(new Random(seed), control).run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  /** One transfer, and whoever plays with it. */
  private static final class Disorder {
    private final Random random;
    private final int blocks;
    private final int window;
    private final TransferMachine machine;
    private final List<Request> unanswered = new ArrayList<>();
    private final BitSet delivered = new BitSet();
    private Duration now = Duration.ZERO;
    private Optional<Duration> wake = Optional.empty();
    private boolean finished;

    Disorder(Random random, CongestionControl control) {
      this.random = random;
      this.blocks = 1 + random.nextInt(MOST_BLOCKS);
      this.window = 1 + random.nextInt(MOST_BLOCKS);
      this.machine =
          new TransferMachine(
              new BlobLayout((long) blocks * BLOCK, BLOCK),
              new BitSet(),
              TransferSettings.ofWindow(window).with(control));
    }

    void run() {
      tell(new Started());
      for (int i = 0; i < EVENTS && !finished; i++) {
        happen(random.nextInt(10));
      }
      tell(new Started());
      for (int steps = 0; !finished; steps++) {
        assertThat(steps).as("steps to an end").isLessThan(MOST_STEPS);
        if (unanswered.isEmpty()) {
          awake(wake.orElseThrow());
        } else {
          answer();
        }
      }
      assertThat(delivered.cardinality()).isEqualTo(blocks);
    }

    private void happen(int what) {
      if (what < 3) {
        awake(now.plusMillis(LONGEST_MILLIS));
      } else if (what < 7 && !unanswered.isEmpty()) {
        later();
        answer();
      } else if (what == 7) {
        later();
        tell(new Started());
      } else if (what == 8) {
        tell(new Held());
      } else if (!unanswered.isEmpty()) {
        later();
        tell(new Deferred(anyRequest().request(), Duration.ofMillis(random.nextInt(3_000))));
      }
    }

    private void later() {
      now = now.plusMillis(random.nextInt(SLOWEST_MILLIS));
    }

    /** Wakes it when it wants to be woken, or at this moment, whichever is first. */
    private void awake(Duration latest) {
      Duration moment = wake.filter(wanted -> wanted.compareTo(latest) < 0).orElse(latest);
      now = moment.compareTo(now) > 0 ? moment : now;
      tell(new Woken());
    }

    private void answer() {
      Request answered = anyRequest();
      tell(
          new BlockArrived(
              answered.request(), answered.block(), new byte[BLOCK], Optional.empty()));
    }

    private Request anyRequest() {
      return unanswered.remove(random.nextInt(unanswered.size()));
    }

    private void tell(TransferEvent event) {
      wake = Optional.empty();
      for (TransferAction action : machine.on(event, now)) {
        if (action instanceof Request request) {
          assertThat(delivered.get(request.block())).as("is here already").isFalse();
          unanswered.add(request);
        } else if (action instanceof Deliver deliver) {
          assertThat(delivered.get(deliver.block())).as("came before").isFalse();
          delivered.set(deliver.block());
        } else if (action instanceof WakeAt at) {
          wake = Optional.of(at.when());
        } else if (action instanceof Finished) {
          finished = true;
        }
      }
      assertThat(machine.inFlight()).isLessThanOrEqualTo(window);
    }
  }
}
