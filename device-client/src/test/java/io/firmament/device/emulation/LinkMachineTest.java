package io.firmament.device.emulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a link does to datagrams, on the test's own clock. */
class LinkMachineTest {
  private static final int PAYLOAD = 972;
  private static final int MANY = 20_000;

  private Duration now = Duration.ZERO;
  private final List<Integer> out = new ArrayList<>();
  private int rebinds;

  @Test
  void delay_is_kept_and_a_blank_link_has_none() {
    LinkMachine<Integer> link = link("delay=50ms");
    send(link, Direction.UP, 1);
    runTo(link, Duration.ofMillis(49));
    assertThat(out).isEmpty();
    assertThat(link.wakeAt()).contains(Duration.ofMillis(50));
    runTo(link, Duration.ofMillis(50));
    assertThat(out).containsExactly(1);
    assertThat(link.wakeAt()).isEmpty();

    LinkMachine<Integer> blank = link("none");
    send(blank, Direction.DOWN, 2);
    assertThat(blank.wakeAt()).contains(now);
  }

  @Test
  void datagrams_leave_one_after_the_other_at_the_rate_headers_included() {
    LinkMachine<Integer> link = link("rate=8k");
    for (int i = 0; i < 5; i++) {
      send(link, Direction.DOWN, i);
    }
    for (int i = 1; i <= 5; i++) {
      runTo(link, Duration.ofSeconds(i).minusNanos(1));
      assertThat(out).hasSize(i - 1);
      runTo(link, Duration.ofSeconds(i));
      assertThat(out).hasSize(i);
    }
  }

  @Test
  void a_full_queue_drops_the_newest_and_both_directions_queue_for_themselves() {
    LinkMachine<Integer> link = link("rate=8k,queue=3000");
    for (int i = 0; i < 5; i++) {
      send(link, Direction.DOWN, i);
    }
    send(link, Direction.UP, 9);
    runTo(link, Duration.ofSeconds(10));
    assertThat(out).containsExactlyInAnyOrder(0, 1, 2, 9);
    assertThat(link.traffic().down().dropped(Fate.QUEUE_FULL)).isEqualTo(2);
    assertThat(link.traffic().up().dropped(Fate.QUEUE_FULL)).isZero();
  }

  @Test
  void half_duplex_shares_the_rate() {
    LinkMachine<Integer> link = link("rate=8k,half-duplex");
    send(link, Direction.DOWN, 1);
    send(link, Direction.UP, 2);
    runTo(link, Duration.ofMillis(1999));
    assertThat(out).containsExactly(1);
    runTo(link, Duration.ofMillis(2000));
    assertThat(out).containsExactly(1, 2);
  }

  @Test
  void a_datagram_of_the_mtu_passes_and_one_octet_more_does_not() {
    LinkMachine<Integer> link = link("mtu=1000");
    send(link, Direction.UP, 1, PAYLOAD);
    send(link, Direction.UP, 2, PAYLOAD + 1);
    runTo(link, now);
    assertThat(out).containsExactly(1);
    assertThat(link.traffic().up().dropped(Fate.TOO_LARGE)).isEqualTo(1);
  }

  @Test
  void losses_bursts_copies_and_overtaking_come_as_often_as_they_should() {
    LinkMachine<Integer> link = link("delay=10ms,loss=5%,burst=4%:5,dup=3%,reorder=2%:7ms");
    for (int i = 0; i < MANY; i++) {
      send(link, Direction.DOWN, i);
      runTo(link, now.plusMillis(1));
    }
    runTo(link, now.plusSeconds(1));
    PathCounts down = link.traffic().down();
    assertThat(share(down.dropped(Fate.LOST), MANY)).isCloseTo(0.05, within(0.005));
    assertThat(share(down.dropped(Fate.BURST), MANY)).isCloseTo(0.04 * 0.95, within(0.006));
    long through = MANY - down.dropped(Fate.LOST) - down.dropped(Fate.BURST);
    assertThat(share(down.duplicated(), through)).isCloseTo(0.03, within(0.004));
    assertThat(share(down.reordered(), through)).isCloseTo(0.02, within(0.004));
    assertThat(down.delivered()).isEqualTo(out.size()).isEqualTo(through + down.duplicated());
    assertThat(down.deliveredBytes()).isEqualTo(down.delivered() * PAYLOAD);
  }

  @Test
  void bursts_are_as_long_as_they_should_be() {
    LinkMachine<Integer> link = link("burst=10%:8");
    for (int i = 0; i < MANY; i++) {
      send(link, Direction.DOWN, i);
    }
    runTo(link, now);
    int bursts = 0;
    int before = -1;
    for (int arrived : out) {
      bursts += arrived > before + 1 ? 1 : 0;
      before = arrived;
    }
    double mean = (double) link.traffic().down().dropped(Fate.BURST) / bursts;
    assertThat(mean).isCloseTo(8, within(1.0));
  }

  @Test
  void held_back_datagrams_are_overtaken_and_others_keep_their_order_under_jitter() {
    LinkMachine<Integer> link = link("delay=50ms,jitter=40ms,reorder=10%:200ms");
    for (int i = 0; i < 1000; i++) {
      send(link, Direction.UP, i);
      runTo(link, now.plusMillis(1));
    }
    runTo(link, now.plusSeconds(1));
    assertThat(out).hasSize(1000);
    assertThat(lateOnes()).isEqualTo((int) link.traffic().up().reordered()).isGreaterThan(50);
  }

  @Test
  void jitter_changes_the_order_only_where_it_may() {
    LinkMachine<Integer> link = link("delay=50ms,jitter=40ms,jitter-reorder");
    for (int i = 0; i < 1000; i++) {
      send(link, Direction.UP, i);
      runTo(link, now.plusMillis(1));
    }
    runTo(link, now.plusSeconds(1));
    assertThat(out).hasSize(1000).isNotEqualTo(out.stream().sorted().toList());
    assertThat(link.traffic().up().reordered()).isZero();
  }

  @Test
  void nothing_enters_or_leaves_a_blackout_and_its_end_is_bright() {
    LinkMachine<Integer> link = link("delay=100ms,blackout=1s-2s");
    send(link, Direction.UP, 0);
    for (long millis : new long[] {850, 950, 1000, 1999, 2000}) {
      runTo(link, Duration.ofMillis(millis));
      send(link, Direction.UP, (int) millis);
    }
    runTo(link, Duration.ofSeconds(9));
    assertThat(out).containsExactly(0, 850, 2000);
    assertThat(link.traffic().up().dropped(Fate.BLACKOUT)).isEqualTo(3);
  }

  @Test
  void a_blackout_after_octets_begins_with_the_delivery_and_darkens_both_directions() {
    LinkMachine<Integer> link = link("blackout-after=2KiB:10s");
    for (int i = 0; i < 4; i++) {
      send(link, Direction.DOWN, i);
      runTo(link, now);
    }
    send(link, Direction.UP, 8);
    runTo(link, Duration.ofSeconds(10).minusNanos(1));
    send(link, Direction.UP, 9);
    runTo(link, Duration.ofSeconds(10));
    send(link, Direction.UP, 10);
    send(link, Direction.DOWN, 11);
    runTo(link, Duration.ofSeconds(11));
    assertThat(out).containsExactly(0, 1, 2, 10, 11);
  }

  @Test
  void a_new_port_comes_at_its_times_from_the_first_datagram_on_and_after_its_octets() {
    now = Duration.ofSeconds(100);
    LinkMachine<Integer> link = link("rebind=20s+10s,rebind-after=1944+3000");
    assertThat(link.wakeAt()).isEmpty();
    send(link, Direction.UP, 0);
    runTo(link, Duration.ofSeconds(110).minusNanos(1));
    assertThat(rebinds).isZero();
    runTo(link, Duration.ofSeconds(110));
    assertThat(rebinds).isEqualTo(1);
    runTo(link, Duration.ofSeconds(120));
    assertThat(rebinds).isEqualTo(2);
    send(link, Direction.DOWN, 1);
    runTo(link, now);
    assertThat(rebinds).isEqualTo(2);
    send(link, Direction.DOWN, 2);
    runTo(link, now);
    assertThat(rebinds).isEqualTo(3);
    assertThat(link.traffic().rebinds()).isEqualTo(3);
  }

  @Test
  void a_port_that_was_silent_too_long_lets_nothing_down_and_the_next_datagram_gets_another() {
    LinkMachine<Integer> link = link("nat-timeout=30s");
    send(link, Direction.UP, 0);
    runTo(link, Duration.ofSeconds(30));
    send(link, Direction.DOWN, 1);
    runTo(link, Duration.ofSeconds(31));
    send(link, Direction.DOWN, 2);
    runTo(link, now);
    assertThat(out).containsExactly(0, 1);
    assertThat(link.traffic().down().dropped(Fate.STALE_PORT)).isEqualTo(1);
    assertThat(rebinds).isZero();
    send(link, Direction.UP, 3);
    assertThat(rebinds).isEqualTo(1);
    send(link, Direction.DOWN, 4);
    runTo(link, now);
    assertThat(out).containsExactly(0, 1, 3, 4);
  }

  @Test
  void the_same_seed_gives_the_same_fates_whatever_the_timing() {
    LinkMachine<Integer> quick = new LinkMachine<>(LinkSettings.parse("loss=30%,dup=5%"), 7, 0);
    for (int i = 0; i < 1000; i++) {
      send(quick, Direction.DOWN, i);
    }
    runTo(quick, now);
    List<Integer> first = List.copyOf(out);
    out.clear();
    LinkMachine<Integer> slow = new LinkMachine<>(LinkSettings.parse("loss=30%,dup=5%"), 7, 0);
    for (int i = 0; i < 1000; i++) {
      send(slow, Direction.DOWN, i);
      runTo(slow, now.plusMillis(13));
    }
    assertThat(out).isEqualTo(first);
    out.clear();
    LinkMachine<Integer> other = new LinkMachine<>(LinkSettings.parse("loss=30%,dup=5%"), 7, 1);
    for (int i = 0; i < 1000; i++) {
      send(other, Direction.DOWN, i);
    }
    runTo(other, now);
    assertThat(out).isNotEqualTo(first);
  }

  @ParameterizedTest
  @EnumSource
  void every_datagram_meets_exactly_one_fate(LinkProfile profile) {
    String more = ",loss=10%,burst=5%:3,dup=5%,reorder=5%,blackout=2s-3s,queue=8KiB";
    LinkMachine<Integer> link = link(profile.label() + more);
    for (int i = 0; i < 4000; i++) {
      send(link, i % 3 == 0 ? Direction.UP : Direction.DOWN, i, 100 + i % 1300);
      runTo(link, now.plusMillis(i % 17));
    }
    runTo(link, now.plusSeconds(100));
    assertThat(link.wakeAt()).isEmpty();
    for (PathCounts path : List.of(link.traffic().up(), link.traffic().down())) {
      long dropped = path.drops().values().stream().mapToLong(Long::longValue).sum();
      assertThat(path.delivered() + dropped).isEqualTo(path.arrived() + path.duplicated());
    }
  }

  private LinkMachine<Integer> link(String spelling) {
    return new LinkMachine<>(LinkSettings.parse(spelling), 1, 0);
  }

  private void send(LinkMachine<Integer> link, Direction direction, int datagram) {
    send(link, direction, datagram, PAYLOAD);
  }

  private void send(LinkMachine<Integer> link, Direction direction, int datagram, int octets) {
    perform(link.arrived(direction, datagram, octets, now));
  }

  /** Wakes the link at each moment that it asks for, and at the last. */
  private void runTo(LinkMachine<Integer> link, Duration moment) {
    Optional<Duration> wake = link.wakeAt();
    while (wake.filter(at -> at.compareTo(moment) <= 0).isPresent()) {
      now = wake.get().compareTo(now) > 0 ? wake.get() : now;
      perform(link.woken(now));
      wake = link.wakeAt();
    }
    now = moment;
    perform(link.woken(now));
  }

  private void perform(List<LinkAction<Integer>> actions) {
    for (LinkAction<Integer> action : actions) {
      if (action instanceof LinkAction.Deliver<Integer> deliver) {
        out.add(deliver.datagram());
      } else {
        rebinds++;
      }
    }
  }

  /** How many came after one that was sent later. */
  private int lateOnes() {
    int late = 0;
    int newest = -1;
    for (int arrived : out) {
      late += arrived < newest ? 1 : 0;
      newest = Math.max(newest, arrived);
    }
    return late;
  }

  private static double share(long part, long whole) {
    return (double) part / whole;
  }
}
