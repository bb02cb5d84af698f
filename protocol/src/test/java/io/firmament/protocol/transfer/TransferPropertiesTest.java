package io.firmament.protocol.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.transfer.SimulatedTransfer.End;
import java.time.Duration;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * XFR2, XFR5: over thousands of seeded links a transfer ends with exactly the right octets, asks
 * only for what is missing, and repeats no more than the link made it repeat.
 */
class TransferPropertiesTest {
  private static final int SEEDS = 4000;
  private static final int MOST_STALLS = 20;

  @Test
  void any_link_any_window_any_bitmap_ends_with_the_right_octets() {
    long requests = 0;
    long blocks = 0;
    long lost = 0;
    long stalls = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Case any = Case.random(seed);
      SimulatedTransfer transfer = any.transfer();
      BitSet before = (BitSet) any.stored.clone();
      stalls += finish(transfer, seed);
      assertThat(any.storage).as("seed %d", seed).isEqualTo(any.blob);
      assertThat(transfer.asked().intersects(before)).as("seed %d", seed).isFalse();
      assertRepeatsAreTheLinks(transfer, any.missing, seed);
      requests += transfer.statistics().requests();
      blocks += transfer.statistics().blocks();
      lost += transfer.lost();
    }
    assertThat(lost).isGreaterThan(blocks / 20);
    assertThat(requests).isGreaterThan(blocks);
    assertThat(stalls).isLessThan(SEEDS / 20);
  }

  /** Goes on after stalls to the end, and says how many there were. */
  private static int finish(SimulatedTransfer transfer, int seed) {
    int stalls = 0;
    End end = transfer.run();
    while (end == End.STALLED && stalls < MOST_STALLS) {
      stalls++;
      end = transfer.runAgain();
    }
    assertThat(end).as("seed %d, after %d stalls", seed, stalls).isEqualTo(End.FINISHED);
    return stalls;
  }

  /** Beyond its first, each request was caused by a loss or a late answer, or is a copy. */
  private static void assertRepeatsAreTheLinks(SimulatedTransfer transfer, int missing, int seed) {
    TransferStatistics statistics = transfer.statistics();
    long copies = statistics.lost() / 10;
    assertThat(statistics.blocks()).as("seed %d", seed).isEqualTo(missing);
    assertThat(statistics.requests() - missing)
        .as("seed %d", seed)
        .isLessThanOrEqualTo(
            transfer.lost() + statistics.spurious() + transfer.underWay() + copies);
    assertThat(statistics.repeatedBlocks())
        .as("seed %d", seed)
        .isLessThanOrEqualTo(statistics.spurious() + transfer.answersTwice() + copies);
  }

  @Test
  void killed_anywhere_and_started_again_it_repeats_no_more_than_was_under_way() {
    for (int seed = 0; seed < SEEDS / 8; seed++) {
      Case any = Case.random(seed);
      int cut = any.stored.cardinality() + new Random(seed).nextInt(any.missing + 1);
      any.transfer().run(cut);
      BitSet survived = (BitSet) any.stored.clone();
      SimulatedTransfer second = any.transfer();
      finish(second, seed);
      assertThat(any.storage).as("seed %d", seed).isEqualTo(any.blob);
      assertThat(second.asked().intersects(survived)).as("seed %d", seed).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10, 1, 2000000, 32, 0",
    "100, 10, 300000, 16, 0",
    "1600, 40, 26000, 10, 2",
    "5000, 40, 26000, 10, 3"
  })
  void clean_link_costs_no_repeats_but_the_first_probes(
      int delayMillis, int window, long rate, int blocks, int probes) {
    Case clean =
        Case.of(
            blocks * 40,
            1024,
            fixed(window),
            LinkProfile.delaying(Duration.ofMillis(delayMillis / 2)).sending(rate, 1 << 20));
    SimulatedTransfer transfer = clean.transfer();
    assertThat(transfer.run()).isEqualTo(End.FINISHED);
    assertThat(transfer.statistics().repeatedBlocks()).isLessThanOrEqualTo(probes);
    assertThat(transfer.statistics().lost()).isZero();
    assertThat(transfer.statistics().probes()).isLessThanOrEqualTo(probes);
  }

  @Test
  void window_hides_the_round_trip() {
    LinkProfile link = LinkProfile.delaying(Duration.ofMillis(50));
    Case one = Case.of(200, 1024, fixed(1), link);
    Case ten = Case.of(200, 1024, fixed(10), link);
    one.transfer().run();
    ten.transfer().run();
    assertThat(one.clock.now()).isEqualTo(Duration.ofSeconds(20));
    assertThat(ten.clock.now()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void losses_are_noticed_within_little_more_than_a_round_trip() {
    Case lossy =
        Case.of(1000, 1024, fixed(16), LinkProfile.delaying(Duration.ofMillis(50)).losing(0.02));
    SimulatedTransfer transfer = lossy.transfer();
    assertThat(transfer.run()).isEqualTo(End.FINISHED);
    assertThat(transfer.statistics().spurious()).isZero();
    assertThat(transfer.statistics().probes()).isLessThan(3);
    assertThat(lossy.clock.now()).isLessThan(Duration.ofSeconds(9));
  }

  @ParameterizedTest
  @CsvSource({"1, 60", "2, 60", "5, 250", "0, 299"})
  void blackout_costs_one_window_and_the_wait_for_a_probe(int from, int seconds) {
    Duration begin = Duration.ofSeconds(from);
    LinkProfile link =
        LinkProfile.delaying(Duration.ofMillis(50))
            .dark(begin, begin.plus(Duration.ofSeconds(seconds)));
    Case dark = Case.of(2000, 1024, fixed(10), link);
    SimulatedTransfer transfer = dark.transfer();
    End end = transfer.run();
    if (end == End.STALLED) {
      end = transfer.runAgain();
    }
    assertThat(end).isEqualTo(End.FINISHED);
    long again = transfer.statistics().requests() - 2000 - transfer.statistics().probes();
    assertThat(again).isLessThanOrEqualTo(2 * 10);
    assertThat(dark.clock.now()).isLessThan(Duration.ofSeconds(seconds + 20 + 33));
  }

  @Test
  void total_loss_stalls_after_300_seconds_having_sent_next_to_nothing() {
    LinkProfile link =
        LinkProfile.delaying(Duration.ofMillis(50))
            .dark(Duration.ofSeconds(1), Duration.ofSeconds(3600));
    Case dead = Case.of(2000, 1024, fixed(10), link);
    SimulatedTransfer transfer = dead.transfer();
    assertThat(transfer.run()).isEqualTo(End.STALLED);
    assertThat(dead.clock.now().minus(transfer.statistics().lastBlock().orElseThrow()))
        .isEqualTo(Duration.ofSeconds(300));
    int stored = dead.stored.cardinality();
    assertThat(stored).isGreaterThan(0);
    assertThat(transfer.statistics().requests()).isLessThan(stored + 10 + 20);
    dead.clock.advanceTo(Duration.ofSeconds(3600));
    assertThat(transfer.runAgain()).isEqualTo(End.FINISHED);
    assertThat(dead.storage).isEqualTo(dead.blob);
  }

  @Test
  void pace_is_kept() {
    Case slow =
        Case.of(
            100,
            1024,
            fixed(10).withInterval(Duration.ofMillis(20)),
            LinkProfile.delaying(Duration.ofMillis(5)));
    assertThat(slow.transfer().run()).isEqualTo(End.FINISHED);
    assertThat(slow.clock.now()).isEqualTo(Duration.ofMillis(99 * 20 + 10));
  }

  private static TransferSettings fixed(int window) {
    return TransferSettings.ofWindow(window).with(CongestionControl.FIXED);
  }

  /** What is transferred, over which link, and where it goes. */
  private record Case(
      byte[] blob,
      int blockSize,
      TransferSettings settings,
      LinkProfile link,
      long seed,
      ManualClock clock,
      byte[] storage,
      BitSet stored,
      int missing) {
    static Case of(int blocks, int blockSize, TransferSettings settings, LinkProfile link) {
      byte[] blob = new byte[blocks * blockSize];
      new Random(blocks).nextBytes(blob);
      ManualClock clock = new ManualClock();
      return new Case(
          blob, blockSize, settings, link, 1, clock, new byte[blob.length], new BitSet(), blocks);
    }

    static Case random(int seed) {
      Random random = new Random(seed);
      int blockSize = 16 << random.nextInt(7);
      byte[] blob = new byte[1 + random.nextInt(200 * blockSize)];
      random.nextBytes(blob);
      int blocks = new BlobLayout(blob.length, blockSize).blocks();
      byte[] storage = new byte[blob.length];
      BitSet stored = new BitSet();
      int share = random.nextInt(3) * 40;
      for (int block = 0; block < blocks; block++) {
        if (random.nextInt(100) < share) {
          stored.set(block);
          int begin = block * blockSize;
          int length = Math.min(blockSize, blob.length - begin);
          System.arraycopy(blob, begin, storage, begin, length);
        }
      }
      TransferSettings settings =
          TransferSettings.ofWindow(1 + random.nextInt(random.nextBoolean() ? 8 : 64))
              .with(CongestionControl.values()[random.nextInt(3)])
              .withInterval(Duration.ofMillis(Math.max(0, random.nextInt(60) - 40)));
      int missing = blocks - stored.cardinality();
      return new Case(
          blob,
          blockSize,
          settings,
          randomLink(random),
          seed,
          new ManualClock(),
          storage,
          stored,
          missing);
    }

    private static LinkProfile randomLink(Random random) {
      long delayMicros = (long) Math.pow(10, 3 + 3.3 * random.nextDouble());
      Duration delay = Duration.ofNanos(delayMicros * 1000);
      long rate = (long) Math.pow(10, 4 + 3.3 * random.nextDouble());
      LinkProfile link =
          LinkProfile.delaying(delay)
              .losing(random.nextInt(4) == 0 ? 0 : random.nextDouble() * 0.2)
              .disturbed(
                  Duration.ofNanos((long) (delay.toNanos() * random.nextInt(3) * 0.5)),
                  random.nextInt(3) * 0.03)
              .sending(rate, 2000 + random.nextInt(60_000));
      for (int i = random.nextInt(4) - 1; i > 0; i--) {
        Duration from = Duration.ofMillis(random.nextInt(30_000));
        link = link.dark(from, from.plusMillis(random.nextInt(120_000)));
      }
      return link;
    }

    SimulatedTransfer transfer() {
      return new SimulatedTransfer(
          blob, blockSize, settings, link, link, seed, clock, storage, stored);
    }
  }
}
