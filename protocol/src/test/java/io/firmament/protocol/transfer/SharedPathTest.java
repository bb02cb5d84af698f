package io.firmament.protocol.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XFR8: transfers that share a path of 300 kbit/s leave each other what is theirs. */
class SharedPathTest {
  private static final int BLOCKS = 1024;
  private static final int REQUEST_OCTETS = 80;
  private static final int ANSWER_OVERHEAD = 70;
  private static final TransferSettings OURS = TransferSettings.ofWindow(128);

  @ParameterizedTest(name = "seed {0}, the second one {1} ms later")
  @CsvSource({"1, 0", "2, 0", "3, 0", "1, 50", "2, 50", "1, 3000", "2, 10000"})
  void two_transfers_share_a_path_as_sixty_to_forty_or_better(long seed, int later) {
    Sharing sharing = new Sharing(seed);
    Transfer first = sharing.add(OURS, Duration.ZERO);
    Transfer second = sharing.add(OURS, Duration.ofMillis(later));
    sharing.runUntil(second::hasBegun);
    int before = first.arrived;
    sharing.runUntil(() -> first.ended || second.ended);
    double share = (double) second.arrived / (second.arrived + first.arrived - before);
    assertThat(share).isBetween(0.4, 0.6);
  }

  @ParameterizedTest(name = "seed {0}")
  @CsvSource({"1", "2", "3"})
  void client_that_asks_for_one_block_after_the_other_keeps_half_of_its_speed(long seed) {
    TransferSettings waits = OURS.with(CongestionControl.FIXED);
    TransferSettings oneByOne =
        new TransferSettings(
            1, 1, waits.control(), Duration.ZERO, waits.initialRoundTrip(), waits.patience());
    Sharing alone = new Sharing(seed);
    Transfer undisturbed = alone.add(oneByOne, Duration.ZERO);
    alone.runUntil(() -> undisturbed.arrived == 100);
    Sharing shared = new Sharing(seed);
    Transfer disturbed = shared.add(oneByOne, Duration.ZERO);
    shared.add(OURS, Duration.ZERO);
    shared.runUntil(() -> disturbed.arrived == 100);
    assertThat(shared.now).isLessThan(alone.now.multipliedBy(2));
  }

  private record Datagram(Transfer from, TransferAction.Request request) {}

  /** One of several transfers. */
  private static final class Transfer {
    private final TransferMachine machine;
    private Optional<Duration> wake;
    private boolean begun;
    private boolean ended;
    private int arrived;

    private Transfer(TransferMachine machine, Duration begin) {
      this.machine = machine;
      this.wake = Optional.of(begin);
    }

    private boolean hasBegun() {
      return begun;
    }
  }

  /** A path with all that is sent over it. */
  private static final class Sharing {
    private final BlobLayout layout = new BlobLayout((long) BLOCKS * 1024, 1024);
    private final LinkProfile path = LinkProfile.delaying(Duration.ofMillis(50)).losing(0.005);
    private final SimulatedLink<Datagram> up;
    private final SimulatedLink<Datagram> down;
    private final List<Transfer> transfers = new ArrayList<>();
    private Duration now = Duration.ZERO;

    private Sharing(long seed) {
      this.up = new SimulatedLink<>(path.sending(375_000, 1 << 16), seed);
      this.down = new SimulatedLink<>(path.sending(300_000, 1 << 16), ~seed);
    }

    private Transfer add(TransferSettings settings, Duration begin) {
      Transfer transfer = new Transfer(new TransferMachine(layout, new BitSet(), settings), begin);
      transfers.add(transfer);
      return transfer;
    }

    private void runUntil(BooleanSupplier end) {
      while (!end.getAsBoolean()) {
        step();
      }
    }

    private void step() {
      now =
          Stream.concat(
                  transfers.stream().flatMap(transfer -> transfer.wake.stream()),
                  Stream.of(up, down).flatMap(link -> link.nextArrival().stream()))
              .min(Duration::compareTo)
              .orElseThrow();
      for (Datagram datagram : up.arrived(now)) {
        down.send(datagram, 1024 + ANSWER_OVERHEAD, now);
      }
      for (Datagram datagram : down.arrived(now)) {
        TransferAction.Request request = datagram.request();
        datagram.from().arrived++;
        tell(
            datagram.from(),
            new TransferEvent.BlockArrived(
                request.request(), request.block(), new byte[1024], Optional.empty()));
      }
      for (Transfer transfer : transfers) {
        if (transfer.wake.filter(moment -> moment.compareTo(now) <= 0).isPresent()) {
          TransferEvent event =
              transfer.begun ? new TransferEvent.Woken() : new TransferEvent.Started();
          transfer.begun = true;
          tell(transfer, event);
        }
      }
    }

    private void tell(Transfer transfer, TransferEvent event) {
      transfer.wake = Optional.empty();
      for (TransferAction action : transfer.machine.on(event, now)) {
        if (action instanceof TransferAction.Request request) {
          up.send(new Datagram(transfer, request), REQUEST_OCTETS, now);
        } else if (action instanceof TransferAction.WakeAt wake) {
          transfer.wake = Optional.of(wake.when());
        } else if (action instanceof TransferAction.Finished) {
          transfer.ended = true;
        }
      }
    }
  }
}
