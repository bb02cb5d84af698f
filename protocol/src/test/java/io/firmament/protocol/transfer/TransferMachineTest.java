package io.firmament.protocol.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.transfer.TransferAction.Deliver;
import io.firmament.protocol.transfer.TransferAction.Failed;
import io.firmament.protocol.transfer.TransferAction.Finished;
import io.firmament.protocol.transfer.TransferAction.Request;
import io.firmament.protocol.transfer.TransferAction.Stalled;
import io.firmament.protocol.transfer.TransferAction.WakeAt;
import io.firmament.protocol.transfer.TransferEvent.BlockArrived;
import io.firmament.protocol.transfer.TransferEvent.Deferred;
import io.firmament.protocol.transfer.TransferEvent.Held;
import io.firmament.protocol.transfer.TransferEvent.Refused;
import io.firmament.protocol.transfer.TransferEvent.Started;
import io.firmament.protocol.transfer.TransferEvent.Woken;
import io.firmament.protocol.value.InvalidValueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the window one by one, on a clock of milliseconds. */
class TransferMachineTest {
  private static final int BLOCK = 64;
  private final BlobLayout layout = new BlobLayout(20 * BLOCK, BLOCK);
  private TransferMachine machine = machine(4);

  @Test
  void start_fills_the_window_from_the_first_block() {
    assertThat(requests(start(0))).containsExactly(0, 1, 2, 3);
    assertThat(machine.inFlight()).isEqualTo(4);
  }

  @Test
  void block_is_delivered_at_its_offset_and_makes_room_for_the_next_request() {
    start(0);
    List<TransferAction> actions = block(1, 1, 100);
    assertThat(only(actions, Deliver.class))
        .extracting(Deliver::block, d -> d.range().offset(), d -> d.range().length())
        .containsExactly(1, 64L, 64L);
    assertThat(requests(actions)).containsExactly(4);
  }

  @Test
  void three_later_answers_make_a_request_lost_two_do_not() {
    start(0);
    block(1, 1, 100);
    assertThat(requests(block(2, 2, 100))).containsExactly(5);
    assertThat(requests(block(3, 3, 100))).containsExactly(0, 6);
    assertThat(machine.statistics().lost()).isEqualTo(1);
  }

  @Test
  void one_later_answer_makes_a_request_lost_when_nothing_else_is_left_to_ask_for() {
    machine = new TransferMachine(layout, allBut(7, 11, 19), fixed(4));
    start(0);
    assertThat(requests(block(1, 11, 100))).containsExactly(7);
    assertThat(machine.statistics().lost()).isEqualTo(1);
  }

  @Test
  void one_later_answer_and_nine_eighths_of_a_round_trip_make_a_request_lost() {
    start(0);
    List<TransferAction> actions = block(1, 1, 80);
    assertThat(wake(actions)).isEqualTo(Duration.ofMillis(90));
    assertThat(requests(wake(89))).isEmpty();
    assertThat(requests(wake(90))).containsExactly(0);
  }

  @Test
  void round_trip_is_what_the_network_took_and_not_what_an_answer_waited_for_here() {
    start(0);
    answerThatTook(30, 1, 100);
    assertThat(machine.statistics().roundTrip()).contains(Duration.ofMillis(30));
  }

  @Test
  void round_trip_that_began_before_its_request_is_not_believed() {
    start(0);
    answerThatTook(101, 1, 100);
    assertThat(machine.statistics().roundTrip()).contains(Duration.ofMillis(100));
  }

  private void answerThatTook(long millis, int block, long now) {
    Optional<Duration> took = Optional.of(Duration.ofMillis(millis));
    machine.on(new BlockArrived(block, block, new byte[BLOCK], took), Duration.ofMillis(now));
  }

  @Test
  void time_alone_does_not_make_a_request_lost() {
    start(0);
    assertThat(requests(wake(2999))).isEmpty();
    assertThat(machine.statistics().lost()).isZero();
  }

  @Test
  void silence_makes_probes_of_few_requests_then_of_one_doubling_to_thirty_seconds() {
    List<TransferAction> actions = start(0);
    List<Long> probes = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    long moment = 0;
    while (only(actions, Stalled.class) == null) {
      assertThat(wake(actions).toMillis()).isGreaterThan(moment);
      moment = wake(actions).toMillis();
      actions = wake(moment);
      if (!requests(actions).isEmpty()) {
        assertThat(requests(actions)).isSubsetOf(0, 1);
        probes.add(moment / 1000);
        sizes.add(requests(actions).size());
      }
    }
    assertThat(probes)
        .containsExactly(3L, 9L, 21L, 45L, 75L, 105L, 135L, 165L, 195L, 225L, 255L, 285L);
    assertThat(sizes).containsExactly(1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1);
    assertThat(moment).isEqualTo(300_000);
    assertThat(machine.inFlight()).isEqualTo(1);
  }

  @Test
  void peer_that_stops_for_a_moment_on_a_quick_link_is_not_asked_twice() {
    start(0);
    for (int block = 0; block < 10; block++) {
      block(block, block, 1 + block);
    }
    assertThat(requests(wake(10 + 199))).isEmpty();
    assertThat(machine.statistics().probes()).isZero();
    assertThat(requests(wake(10 + 200))).containsExactly(10);
    assertThat(machine.statistics().probes()).isEqualTo(1);
  }

  @Test
  void late_answer_counts_as_received_and_its_repetition_as_repeated() {
    start(0);
    block(1, 1, 100);
    block(2, 2, 100);
    block(3, 3, 100);
    assertThat(only(block(0, 0, 110), Deliver.class).block()).isZero();
    assertThat(only(block(6, 0, 200), Deliver.class)).isNull();
    assertThat(machine.statistics().spurious()).isEqualTo(1);
    assertThat(machine.statistics().repeatedBlocks()).isEqualTo(1);
  }

  @Test
  void link_that_was_seen_to_change_the_order_is_given_time_instead_of_three_answers() {
    machine = machine(8);
    start(0);
    block(1, 1, 100);
    block(2, 2, 100);
    block(3, 3, 100);
    block(0, 0, 110);
    block(5, 5, 110);
    block(6, 6, 110);
    List<TransferAction> third = block(7, 7, 110);
    assertThat(requests(third)).containsExactly(13);
    assertThat(machine.statistics().lost()).isEqualTo(1);
    assertThat(wake(third)).isBetween(Duration.ofMillis(148), Duration.ofMillis(150));
    assertThat(requests(wake(150))).containsExactly(4);
    assertThat(machine.statistics().lost()).isEqualTo(2);
  }

  @Test
  void margin_for_another_order_grows_to_a_round_trip_and_is_given_back_after_sixteen_losses() {
    RoundTrip known = RoundTrip.assumed(800).with(800);
    Reordering seen = Reordering.NONE;
    assertThat(seen.answers(false)).isEqualTo(3);
    for (long expected : new long[] {200, 400, 600, 800, 800}) {
      seen = seen.afterSpurious();
      assertThat(seen.lossDelay(known) - known.lossDelay()).isEqualTo(expected);
      assertThat(seen.answers(false)).isEqualTo(Integer.MAX_VALUE);
      assertThat(seen.answers(true)).isEqualTo(Integer.MAX_VALUE);
    }
    for (int loss = 1; loss < 16; loss++) {
      seen = seen.afterLoss();
      assertThat(seen).isNotEqualTo(Reordering.NONE);
    }
    assertThat(seen.afterLoss()).isEqualTo(Reordering.NONE);
    assertThat(Reordering.NONE.afterLoss()).isEqualTo(Reordering.NONE);
  }

  @Test
  void slower_link_is_not_asked_twice_for_what_is_on_its_way() {
    start(0);
    wake(3000);
    wake(9000);
    assertThat(machine.inFlight()).isEqualTo(2);
    assertThat(requests(block(0, 0, 10_000))).isEmpty();
    assertThat(machine.inFlight()).isEqualTo(4);
    block(1, 1, 10_010);
    block(2, 2, 10_020);
    block(3, 3, 10_030);
    assertThat(machine.statistics().blocks()).isEqualTo(4);
  }

  @Test
  void answer_after_silence_opens_the_window_again() {
    start(0);
    wake(3000);
    wake(9000);
    wake(21_000);
    assertThat(requests(block(7, 0, 21_100))).containsExactly(2, 3, 4);
  }

  @Test
  void first_probe_at_the_end_asks_for_two_blocks_or_twice_for_one() {
    machine = new TransferMachine(layout, allBut(7, 19), fixed(4));
    start(0);
    assertThat(requests(wake(3000))).containsExactly(7, 19);
    Duration next = wake(block(2, 7, 3100));
    assertThat(requests(wake(next.toMillis()))).containsExactly(19, 19);
    assertThat(machine.statistics().probes()).isEqualTo(2);
  }

  /** Three blocks are asked for again at a new contact; two come from before it, and then none. */
  @Test
  void probe_asks_for_what_is_missing_and_not_for_what_came_late() {
    machine = new TransferMachine(layout, allBut(5, 6, 7), fixed(4));
    start(0);
    assertThat(requests(start(500))).containsExactly(5, 6, 7);
    block(0, 5, 600);
    Duration next = wake(block(1, 6, 610));
    assertThat(requests(wake(next.toMillis()))).containsExactly(7, 7);
  }

  @Test
  void resume_asks_only_for_the_rest() {
    machine = new TransferMachine(layout, allBut(7, 19), fixed(4));
    assertThat(requests(start(0))).containsExactly(7, 19);
  }

  @Test
  void nothing_missing_is_finished_at_once() {
    BitSet present = new BitSet();
    present.set(0, 20);
    machine = new TransferMachine(layout, present, fixed(4));
    assertThat(start(0)).containsExactly(new Finished());
    assertThat(start(1)).isEmpty();
  }

  @Test
  void requests_keep_their_distance() {
    machine =
        new TransferMachine(layout, new BitSet(), fixed(4).withInterval(Duration.ofMillis(50)));
    List<TransferAction> actions = start(0);
    assertThat(requests(actions)).containsExactly(0);
    assertThat(wake(actions)).isEqualTo(Duration.ofMillis(50));
    assertThat(requests(block(0, 0, 20))).isEmpty();
    assertThat(requests(wake(50))).containsExactly(1);
  }

  @ParameterizedTest
  @CsvSource({
    "132, ABSENT, 4.04",
    "130, PAST_END, 4.02",
    "131, REFUSED, 4.03",
    "160, REFUSED, 5.00"
  })
  void refusal_ends_the_transfer(int code, TransferFailure reason, String shown) {
    start(0);
    List<TransferAction> actions = machine.on(new Refused(2, code), Duration.ofMillis(10));
    assertThat(actions).containsExactly(new Failed(reason, "the peer answered " + shown));
    assertThat(block(0, 0, 20)).isEmpty();
  }

  @Test
  void refusal_of_a_request_that_was_never_made_is_nobodys() {
    start(0);
    List<TransferAction> actions = machine.on(new Refused(99, 0x84), Duration.ofMillis(10));
    assertThat(only(actions, Failed.class)).isNull();
  }

  @Test
  void busy_peer_is_left_alone_for_as_long_as_it_asked() {
    start(0);
    List<TransferAction> actions =
        machine.on(new Deferred(0, Duration.ofSeconds(60)), Duration.ofMillis(100));
    assertThat(requests(actions)).isEmpty();
    block(1, 1, 110);
    block(2, 2, 110);
    assertThat(requests(block(3, 3, 110))).isEmpty();
    assertThat(requests(wake(60_099))).isEmpty();
    assertThat(requests(wake(60_100))).containsExactly(0, 4, 5, 6);
  }

  @Test
  void busy_peer_cannot_ask_for_more_than_the_patience() {
    start(0);
    List<TransferAction> actions =
        machine.on(new Deferred(0, Duration.ofSeconds(1L << 40)), Duration.ofMillis(100));
    assertThat(only(actions, Failed.class)).isNull();
    block(1, 1, 200);
    block(2, 2, 200);
    block(3, 3, 200);
    assertThat(requests(wake(300_100))).containsExactly(0, 4, 5, 6);
  }

  @Test
  void held_transfer_takes_answers_but_asks_for_nothing() {
    start(0);
    assertThat(machine.on(new Held(), Duration.ofMillis(10))).isEmpty();
    List<TransferAction> actions = block(0, 0, 20);
    assertThat(actions).hasSize(1).hasOnlyElementsOfType(Deliver.class);
    assertThat(requests(start(1000))).containsExactly(1, 2, 3, 4);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 64", "0, 0, 63", "0, 0, 65", "0, 0, 0", "0, 20, 64", "0, -1, 64"})
  void block_that_was_not_asked_for_fails(long request, int block, int length) {
    start(0);
    List<TransferAction> actions =
        machine.on(
            new BlockArrived(request, block, new byte[length], Optional.empty()),
            Duration.ofMillis(10));
    assertThat(only(actions, Failed.class).reason()).isEqualTo(TransferFailure.WRONG_BLOCK);
    assertThat(only(actions, Deliver.class)).isNull();
  }

  @Test
  void new_contact_asks_again_for_what_was_under_way_and_takes_late_answers() {
    start(0);
    assertThat(requests(start(500))).containsExactly(0, 1, 2, 3);
    assertThat(only(block(0, 0, 600), Deliver.class).block()).isZero();
    assertThat(only(block(4, 0, 700), Deliver.class)).isNull();
    assertThat(machine.statistics().repeatedBlocks()).isEqualTo(1);
  }

  @Test
  void time_never_goes_back() {
    start(10);
    assertThatThrownBy(() -> wake(9)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void present_block_past_the_end_is_refused() {
    BitSet present = new BitSet();
    present.set(20);
    assertThatThrownBy(() -> new TransferMachine(layout, present, fixed(1)))
        .isInstanceOf(InvalidValueException.class);
  }

  private static BitSet allBut(int... missing) {
    BitSet present = new BitSet();
    present.set(0, 20);
    for (int block : missing) {
      present.clear(block);
    }
    return present;
  }

  private static TransferSettings fixed(int window) {
    return TransferSettings.ofWindow(window).with(CongestionControl.FIXED);
  }

  private TransferMachine machine(int window) {
    return new TransferMachine(layout, new BitSet(), fixed(window));
  }

  private List<TransferAction> start(long millis) {
    return machine.on(new Started(), Duration.ofMillis(millis));
  }

  private List<TransferAction> wake(long millis) {
    return machine.on(new Woken(), Duration.ofMillis(millis));
  }

  private List<TransferAction> block(long request, int block, long millis) {
    return machine.on(
        new BlockArrived(request, block, new byte[BLOCK], Optional.empty()),
        Duration.ofMillis(millis));
  }

  private static List<Integer> requests(List<TransferAction> actions) {
    List<Integer> blocks = new ArrayList<>();
    for (TransferAction action : actions) {
      if (action instanceof Request request) {
        blocks.add(request.block());
      }
    }
    return blocks;
  }

  private static Duration wake(List<TransferAction> actions) {
    return only(actions, WakeAt.class).when();
  }

  /** The only action of its kind, or null. */
  private static <T extends TransferAction> T only(List<TransferAction> actions, Class<T> kind) {
    List<T> found = actions.stream().filter(kind::isInstance).map(kind::cast).toList();
    assertThat(found).hasSizeLessThan(2);
    return found.isEmpty() ? null : found.get(0);
  }
}
