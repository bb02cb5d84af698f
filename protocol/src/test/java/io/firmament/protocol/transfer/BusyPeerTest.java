package io.firmament.protocol.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.transfer.TransferAction.Request;
import io.firmament.protocol.transfer.TransferAction.WakeAt;
import io.firmament.protocol.transfer.TransferEvent.BlockArrived;
import io.firmament.protocol.transfer.TransferEvent.Started;
import io.firmament.protocol.transfer.TransferEvent.Woken;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/**
 * XFR7: on a path that takes no time it is the peer that does. This one looks at its requests once
 * in a millisecond, as a thread that waits for its turn does, and answers forty of them at most.
 */
class BusyPeerTest {
  private static final Duration TURN = Duration.ofMillis(1);
  private static final int ANSWERED_IN_A_TURN = 40;
  private static final int BLOCKS = 8192;
  private static final int BLOCK_BYTES = 1024;

  private final TransferMachine machine =
      new TransferMachine(
          new BlobLayout((long) BLOCKS * BLOCK_BYTES, BLOCK_BYTES),
          new BitSet(),
          TransferSettings.ofWindow(128));
  private final Queue<Request> waiting = new ArrayDeque<>();
  private Optional<Duration> wake = Optional.empty();

  @Test
  void peer_that_takes_turns_has_something_to_do_in_each() {
    Duration turn = TURN;
    int turns = 0;
    perform(machine.on(new Started(), Duration.ZERO));
    while (machine.present().cardinality() < BLOCKS) {
      wakeUntil(turn);
      answer(turn);
      turn = turn.plus(TURN);
      turns++;
      assertThat(turns).isLessThan(BLOCKS);
    }
    assertThat(turns).isLessThan(BLOCKS / ANSWERED_IN_A_TURN * 5 / 4);
    assertThat(machine.statistics().lost()).isZero();
  }

  private void wakeUntil(Duration turn) {
    while (wake.filter(moment -> moment.compareTo(turn) < 0).isPresent()) {
      perform(machine.on(new Woken(), wake.get()));
    }
  }

  /** The first of the answered had been waiting for 50 microseconds only. */
  private void answer(Duration turn) {
    Optional<Duration> quick = Optional.of(Duration.ofNanos(50_000));
    int answered = Math.min(ANSWERED_IN_A_TURN, waiting.size());
    for (int i = 0; i < answered; i++) {
      Request request = waiting.remove();
      perform(
          machine.on(
              new BlockArrived(request.request(), request.block(), new byte[BLOCK_BYTES], quick),
              turn));
      quick = Optional.empty();
    }
  }

  private void perform(List<TransferAction> actions) {
    for (TransferAction action : actions) {
      if (action instanceof Request request) {
        waiting.add(request);
      } else if (action instanceof WakeAt at) {
        wake = Optional.of(at.when());
      }
    }
  }
}
