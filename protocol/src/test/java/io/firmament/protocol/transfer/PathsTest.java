package io.firmament.protocol.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.transfer.SimulatedTransfer.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * XFR7: how much of a path a transfer uses by the delay of the answers, and how long the others
 * wait because of it, in the profiles of docs/operations.md. All on a manual clock, so that the
 * figures are those of the rule alone.
 */
class PathsTest {
  private static final int SEEDS = 15;
  private static final int REQUEST_OCTETS = 80;
  private static final int ANSWER_OCTETS = 1094;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "wifi,       10, 20000000, 20000000, 0,   256, 4096, 90, 2.2",
    "lte-m,      100, 300000, 375000,    0.5, 64,  256,  91, 1.6",
    "lte-m-edge, 300, 100000, 100000,    3,   32,  256,  89, 1.7",
    "nb-iot,     1600, 26000, 16900,     1,   16,  256,  91.5, 1.5",
    "thread,     50, 100000, 100000,     2,   16,  256,  90, 2",
    "satellite,  600, 256000, 128000,    1,   64,  1024, 90.4, 1.4",
  })
  void path_is_full_and_its_queue_is_short(
      String name,
      int millis,
      long down,
      long up,
      double percent,
      int queueKib,
      int blocks,
      double leastShare,
      double mostDelay) {
    Path path = new Path(millis, down, up, percent, queueKib);
    List<Figure> figures = path.figures(blocks, TransferSettings.ofWindow(128));
    assertThat(median(figures.stream().map(Figure::share).toList())).isGreaterThan(leastShare);
    assertThat(median(figures.stream().map(Figure::delay).toList())).isLessThan(mostDelay);
  }

  @ParameterizedTest(name = "{0} % are lost")
  @CsvSource({"0, 93", "1, 92", "2, 91", "5, 88", "10, 78", "20, 70"})
  void losses_that_no_queue_explains_do_not_slow_a_transfer(double percent, double leastShare) {
    Path path = new Path(100, 300_000, 375_000, percent, 64);
    List<Figure> figures = path.figures(256, TransferSettings.ofWindow(128));
    assertThat(median(figures.stream().map(Figure::share).toList())).isGreaterThan(leastShare);
  }

  /** What is lost at the end is noticed last: one transfer in ten may come below this share. */
  @ParameterizedTest(name = "{0} % are lost")
  @CsvSource({"5, 86.3", "10, 80.5", "20, 69"})
  void last_blocks_do_not_keep_a_transfer_waiting(double percent, double leastShare) {
    Path path = new Path(100, 300_000, 375_000, percent, 64);
    List<Double> shares = new ArrayList<>();
    for (int seed = 1; seed <= 10 * SEEDS; seed++) {
      shares.add(path.figure(256, TransferSettings.ofWindow(128), seed).share());
    }
    Collections.sort(shares);
    assertThat(shares.get(SEEDS)).isGreaterThan(leastShare);
  }

  /** Of 1024 blocks so many are asked for twice at most. */
  @ParameterizedTest(name = "a queue for {0} blocks")
  @CsvSource({"4, 64", "8, 20", "16, 20", "60, 0"})
  void queue_is_not_filled_until_it_overflows(int queuedBlocks, int mostLost) {
    Path path = new Path(100, 300_000, 375_000, 0, queuedBlocks * ANSWER_OCTETS / 1024.0);
    for (Figure figure : path.figures(1024, TransferSettings.ofWindow(128))) {
      assertThat(figure.statistics().lost()).isLessThanOrEqualTo(mostLost);
      assertThat(figure.share()).isGreaterThan(90);
    }
  }

  /** The fallback fills a path that loses nothing, and its queue, too; that is known of it. */
  @ParameterizedTest(name = "{0} % are lost")
  @CsvSource({"0, 90", "1, 85", "5, 50"})
  void fallback_needs_a_path_that_loses_little(double percent, double leastShare) {
    Path path = new Path(100, 300_000, 375_000, percent, 64);
    TransferSettings aimd = TransferSettings.ofWindow(128).with(CongestionControl.AIMD);
    List<Figure> figures = path.figures(256, aimd);
    assertThat(median(figures.stream().map(Figure::share).toList())).isGreaterThan(leastShare);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  /**
   * What a transfer made of a path.
   *
   * @param share of the path's capacity, in per cent: (image bits / rate + round trip) / time
   * @param delay median round trip by that of an idle path
   */
  private record Figure(double share, double delay, TransferStatistics statistics) {}

  private record Path(int millis, long down, long up, double percent, double queueKib) {
    List<Figure> figures(int blocks, TransferSettings settings) {
      List<Figure> figures = new ArrayList<>();
      for (int seed = 1; seed <= SEEDS; seed++) {
        figures.add(figure(blocks, settings, seed));
      }
      return figures;
    }

    private Figure figure(int blocks, TransferSettings settings, long seed) {
      byte[] blob = new byte[blocks * 1024];
      new Random(seed).nextBytes(blob);
      byte[] storage = new byte[blob.length];
      ManualClock clock = new ManualClock();
      SimulatedTransfer transfer =
          new SimulatedTransfer(
              blob,
              1024,
              settings,
              direction(up),
              direction(down),
              seed,
              clock,
              storage,
              new BitSet());
      assertThat(transfer.run()).isEqualTo(End.FINISHED);
      assertThat(storage).isEqualTo(blob);
      double ideal = blob.length * 8.0 / down + millis / 1e3;
      double idle = millis / 1e3 + REQUEST_OCTETS * 8.0 / up + ANSWER_OCTETS * 8.0 / down;
      return new Figure(
          100 * ideal / seconds(clock.now()),
          seconds(transfer.medianRoundTrip()) / idle,
          transfer.statistics());
    }

    private LinkProfile direction(long rate) {
      return LinkProfile.delaying(Duration.ofMillis(millis / 2))
          .losing(percent / 100)
          .sending(rate, (long) (queueKib * 1024));
    }
  }

  private static double seconds(Duration span) {
    return span.toNanos() / 1e9;
  }
}
