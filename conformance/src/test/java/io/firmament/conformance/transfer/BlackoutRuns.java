package io.firmament.conformance.transfer;

import io.firmament.conformance.transfer.EmulatedPath.Blackout;
import io.firmament.device.emulation.LinkProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What a minute of darkness in the middle costs beyond that minute. */
final class BlackoutRuns implements Measurement {
  private static final int IMAGE_BYTES = 256 << 10;
  private static final EmulatedPath CLEAR = EmulatedPath.of(LinkProfile.LTE_M);
  private static final Duration DARKNESS = Duration.ofSeconds(60);
  private static final EmulatedPath DARK = CLEAR.with(new Blackout(IMAGE_BYTES / 2, DARKNESS));
  private static final double MOST_SECONDS_MORE = 10;
  private static final double SECONDS = 1e9;

  private final List<Long> seeds;
  private final List<Future<DarkPair>> pairs = new ArrayList<>();

  BlackoutRuns(List<Long> seeds) {
    this.seeds = List.copyOf(seeds);
  }

  @Override
  public Set<Integer> imageSizes() {
    return Set.of(IMAGE_BYTES);
  }

  @Override
  public void plan(Schedule schedule, Bench bench) {
    for (long seed : seeds) {
      pairs.add(
          schedule.over(
              CLEAR,
              CLEAR.ideal(IMAGE_BYTES).multipliedBy(2).plus(DARKNESS),
              "a blackout on lte-m, seed " + seed,
              () ->
                  new DarkPair(
                      seed,
                      DARKNESS,
                      bench.device(CLEAR, IMAGE_BYTES, seed),
                      bench.device(DARK, IMAGE_BYTES, seed)),
              pair -> Words.of("%.2f s more than the minute", pair.secondsMore())));
    }
  }

  @Override
  public Section report() throws InterruptedException {
    MarkdownTable table =
        new MarkdownTable(
            "seed",
            "seconds without",
            "with",
            "beyond the minute",
            "bytes down more",
            "blocks twice",
            "one window");
    List<String> misses = new ArrayList<>();
    for (Future<DarkPair> future : pairs) {
      try {
        row(table, future.get(), misses);
      } catch (ExecutionException e) {
        misses.add("a blackout: " + e.getCause());
      }
    }
    String text =
        "%s over lte-m, of which nothing gets through for 60 s once half of it is there.%n%n%s"
            .formatted(Words.size(IMAGE_BYTES), table);
    return new Section("A blackout", text, misses);
  }

  private static void row(MarkdownTable table, DarkPair pair, List<String> misses) {
    if (pair.secondsMore() > MOST_SECONDS_MORE) {
      misses.add(
          Words.of(
              "a blackout, seed %d: %.2f s beyond the minute", pair.seed(), pair.secondsMore()));
    }
    if (pair.dark().repeatedBlocks() > pair.window()) {
      misses.add("a blackout, seed %d: more than a window again".formatted(pair.seed()));
    }
    table.row(
        Long.toString(pair.seed()),
        Words.of("%.2f", pair.clear().taken().toNanos() / SECONDS),
        Words.of("%.2f", pair.dark().taken().toNanos() / SECONDS),
        Words.of("%.2f s (≤ %.0f s)", pair.secondsMore(), MOST_SECONDS_MORE),
        Words.of("%,d", pair.dark().traffic().downBytes() - pair.clear().traffic().downBytes()),
        Long.toString(pair.dark().repeatedBlocks()),
        "≤ " + pair.window());
  }
}
