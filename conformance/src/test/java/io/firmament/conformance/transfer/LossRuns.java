package io.firmament.conformance.transfer;

import io.firmament.device.emulation.LinkProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;

/** The share of a link that loses more and more. */
final class LossRuns implements Measurement {
  private static final int IMAGE_BYTES = 256 << 10;

  /** The least share in percent that half of the transfers are to reach, by loss in percent. */
  private static final Map<Integer, Integer> GOALS =
      new TreeMap<>(Map.of(0, 93, 1, 92, 2, 91, 5, 88, 10, 78, 20, 70));

  private final List<Long> seeds;
  private final Map<Integer, List<Future<Transferred>>> runs = new TreeMap<>();

  LossRuns(List<Long> seeds) {
    this.seeds = List.copyOf(seeds);
  }

  @Override
  public Set<Integer> imageSizes() {
    return Set.of(IMAGE_BYTES);
  }

  private static EmulatedPath path(int lossPercent) {
    return EmulatedPath.of(LinkProfile.LTE_M).withLoss(lossPercent);
  }

  @Override
  public void plan(Schedule schedule, Bench bench) {
    for (int loss : GOALS.keySet()) {
      EmulatedPath path = path(loss);
      Duration expected = path.ideal(IMAGE_BYTES);
      List<Future<Transferred>> ofLoss = new ArrayList<>();
      for (long seed : seeds) {
        ofLoss.add(
            schedule.over(
                path,
                expected,
                path.spelling() + ", seed " + seed,
                () -> bench.device(path, IMAGE_BYTES, seed),
                run -> run.words(path)));
      }
      runs.put(loss, ofLoss);
    }
  }

  @Override
  public Section report() throws InterruptedException {
    MarkdownTable table =
        new MarkdownTable(
            "lost", "share of the link", "asked for", "seconds", "bytes down", "blocks twice");
    List<String> misses = new ArrayList<>();
    for (int loss : GOALS.keySet()) {
      Attempts attempts = Attempts.of(path(loss), runs.get(loss));
      attempts.failures().forEach(failure -> misses.add(loss + " % lost: " + failure));
      row(table, loss, attempts, misses);
    }
    String text =
        "lte-m, %s, with the loss both ways; medians of the seeds %s.%n%n%s"
            .formatted(Words.size(IMAGE_BYTES), seeds, table);
    return new Section("More and more is lost", text, misses);
  }

  private static void row(MarkdownTable table, int loss, Attempts attempts, List<String> misses) {
    if (attempts.isEmpty()) {
      table.row(loss + " %", "failed", "", "", "", "");
      return;
    }
    int goal = GOALS.get(loss);
    if (attempts.sharePercent() < goal) {
      misses.add(
          Words.of(
              "%d %% lost: %.1f %% of the link, %d %% are asked for",
              loss, attempts.sharePercent(), goal));
    }
    table.row(
        loss + " %",
        attempts.shareWords(),
        "≥ " + goal + " %",
        Words.of("%.2f", attempts.seconds()),
        Words.of("%,.0f", attempts.median(run -> run.traffic().downBytes())),
        Words.of("%.0f", attempts.median(Transferred::repeatedBlocks)));
  }
}
