package io.firmament.conformance.transfer;

import io.firmament.conformance.figures.Median;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What transfers leave to each other, and to a client that asks for one block after the other. */
final class FairnessRuns implements Measurement {
  private static final int IMAGE_BYTES = 1 << 20;
  private static final double MOST_PERCENT = 60;
  private static final double LEAST_KEPT_PERCENT = 50;

  /** So many round trips a client has the link for itself, but not less than {@link #LEAST}. */
  private static final int ROUND_TRIPS_ALONE = 40;

  private static final Duration LEAST = Duration.ofSeconds(30);
  private static final Duration START = Duration.ofSeconds(20);

  /**
   * What is run on a link.
   *
   * @param larger the larger part of what two got, in percent, by seed
   * @param kept what is left to the client, by seed
   */
  private record Runs(List<Future<Double>> larger, List<Future<StopAndWait>> kept) {}

  private final List<MeasuredLink> links;
  private final List<Long> seeds;
  private final Map<MeasuredLink, Runs> runs = new EnumMap<>(MeasuredLink.class);

  FairnessRuns(List<MeasuredLink> links, List<Long> seeds) {
    this.links = List.copyOf(links);
    this.seeds = List.copyOf(seeds);
  }

  /** Where goals are set the image is large; elsewhere it is the one that is measured anyway. */
  private static int imageBytes(MeasuredLink link) {
    return isJudged(link) ? IMAGE_BYTES : link.imageBytes();
  }

  private static boolean isJudged(MeasuredLink link) {
    return link == MeasuredLink.LTE_M;
  }

  @Override
  public Set<Integer> imageSizes() {
    Set<Integer> sizes = new LinkedHashSet<>();
    links.forEach(link -> sizes.add(imageBytes(link)));
    return sizes;
  }

  @Override
  public void plan(Schedule schedule, Bench bench) {
    SharedLink shared = new SharedLink(bench.laboratory(), bench.relays());
    for (MeasuredLink link : links) {
      Runs ofLink = new Runs(new ArrayList<>(), new ArrayList<>());
      for (long seed : isJudged(link) ? seeds : seeds.subList(0, 1)) {
        ofLink.larger().add(planTogether(schedule, shared, link, seed));
        ofLink.kept().add(planBeside(schedule, shared, link, seed));
      }
      runs.put(link, ofLink);
    }
  }

  private static Future<Double> planTogether(
      Schedule schedule, SharedLink shared, MeasuredLink link, long seed) {
    int imageBytes = imageBytes(link);
    return schedule.over(
        link.path(),
        link.path().ideal(2 * imageBytes).plus(START),
        "two together on " + link.label() + ", seed " + seed,
        () -> shared.together(link.path(), imageBytes, seed),
        larger -> Words.of("%.0f:%.0f", larger, 100 - larger));
  }

  private static Future<StopAndWait> planBeside(
      Schedule schedule, SharedLink shared, MeasuredLink link, long seed) {
    int imageBytes = imageBytes(link);
    Duration wanted = link.path().ideal(0).multipliedBy(ROUND_TRIPS_ALONE);
    Duration alone = Collections.max(List.of(wanted, LEAST));
    return schedule.over(
        link.path(),
        link.path().ideal(imageBytes).plus(alone).plus(START),
        "beside a stop-and-wait client on " + link.label() + ", seed " + seed,
        () -> shared.beside(link.path(), imageBytes, seed, alone),
        client ->
            Words.of(
                "it keeps %.0f %% (%.2f of %.2f blocks/s)",
                client.keptPercent(), client.beside(), client.alone()));
  }

  // ---- What came out

  @Override
  public Section report() throws InterruptedException {
    MarkdownTable table =
        new MarkdownTable(
            "link",
            "image",
            "two together",
            "asked for",
            "stop-and-wait, alone",
            "beside",
            "keeps",
            "asked for");
    List<String> misses = new ArrayList<>();
    for (MeasuredLink link : links) {
      row(table, link, misses);
    }
    String text =
        "One link for two. Two transfers that are told to begin at the same moment: what each got"
            + " while both went on. Californium's client, one block after the other: what it gets"
            + " while it is alone, and beside a transfer. On lte-m the seeds %s: of the two the median"
            + " and in brackets the worst, of the client the means; elsewhere the first.%n%n%s";
    return new Section("Fairness", text.formatted(seeds, table), misses);
  }

  private void row(MarkdownTable table, MeasuredLink link, List<String> misses)
      throws InterruptedException {
    List<Double> larger = finished(runs.get(link).larger(), link, misses);
    List<StopAndWait> kept = finished(runs.get(link).kept(), link, misses);
    Optional<StopAndWait> client =
        kept.isEmpty() ? Optional.empty() : Optional.of(StopAndWait.mean(kept));
    if (isJudged(link)) {
      judge(larger, client, misses);
    }
    table.row(
        link.label(),
        Words.size(imageBytes(link)),
        larger.isEmpty() ? "failed" : ratio(Median.of(larger)) + worst(larger),
        isJudged(link) ? ratio(MOST_PERCENT) : "",
        client.map(mean -> Words.of("%.2f blocks/s", mean.alone())).orElse("failed"),
        client.map(mean -> Words.of("%.2f blocks/s", mean.beside())).orElse(""),
        client.map(mean -> Words.of("%.0f %%", mean.keptPercent())).orElse(""),
        isJudged(link) ? Words.of("≥ %.0f %%", LEAST_KEPT_PERCENT) : "");
  }

  private static void judge(
      List<Double> larger, Optional<StopAndWait> client, List<String> misses) {
    larger.stream()
        .filter(percent -> percent > MOST_PERCENT)
        .forEach(percent -> misses.add("two together on lte-m: " + ratio(percent)));
    client
        .map(StopAndWait::keptPercent)
        .filter(percent -> percent < LEAST_KEPT_PERCENT)
        .ifPresent(
            percent -> misses.add(Words.of("stop-and-wait on lte-m keeps %.0f %%", percent)));
  }

  private static <T> List<T> finished(
      List<Future<T>> futures, MeasuredLink link, List<String> misses) throws InterruptedException {
    List<T> finished = new ArrayList<>();
    for (Future<T> future : futures) {
      try {
        finished.add(future.get());
      } catch (ExecutionException e) {
        misses.add("two on " + link.label() + ": " + e.getCause());
      }
    }
    return finished;
  }

  private static String ratio(double larger) {
    return Words.of("%.0f:%.0f", larger, 100 - larger);
  }

  private static String worst(List<Double> larger) {
    return larger.size() == 1 ? "" : " (" + ratio(Collections.max(larger)) + ")";
  }
}
