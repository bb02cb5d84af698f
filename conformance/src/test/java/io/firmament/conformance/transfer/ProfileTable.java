package io.firmament.conformance.transfer;

import java.util.ArrayList;
import java.util.List;

/** What transfers over each link came to, beside what is asked for. */
final class ProfileTable {
  private final MarkdownTable table =
      new MarkdownTable(
          "link",
          "image",
          "who",
          "share of the link",
          "asked for",
          "seconds",
          "bytes up",
          "bytes down",
          "blocks twice",
          "round trip",
          "idle",
          "ratio");
  private final List<String> misses = new ArrayList<>();

  /** Adds a link. */
  void add(MeasuredLink link, Attempts ours, Attempts peer) {
    row(link, "ours", ours);
    if (!peer.isEmpty() || !peer.failures().isEmpty()) {
      row(link, "peer", peer);
    }
    ours.failures().forEach(failure -> misses.add(link.label() + ": " + failure));
    if (!ours.isEmpty()) {
      judgeShare(link, ours.sharePercent());
      judgeDelay(link, ours.delay());
    }
  }

  private void judgeShare(MeasuredLink link, double percent) {
    if (percent < link.goalPercent()) {
      misses.add(
          Words.of(
              "%s: %.1f %% of the link, %d %% are asked for",
              link.label(), percent, link.goalPercent()));
    }
  }

  private void judgeDelay(MeasuredLink link, double delay) {
    if (delay > link.mostDelay().orElse(Double.MAX_VALUE)) {
      misses.add(
          Words.of(
              "%s: a round trip takes %.2f times as long as on the idle link, %.1f times is asked"
                  + " for",
              link.label(), delay, link.mostDelay().orElseThrow()));
    }
  }

  private void row(MeasuredLink link, String who, Attempts runs) {
    String size = Words.size(link.imageBytes());
    if (runs.isEmpty()) {
      table.row(link.label(), size, who, "failed", "", "", "", "", "", "", "", "");
      return;
    }
    boolean isPeer = who.equals("peer");
    table.row(
        link.label(),
        size,
        who,
        runs.shareWords(),
        isPeer ? "" : "≥ " + link.goalPercent() + " %",
        Words.of("%.2f", runs.seconds()),
        Words.of("%,.0f", runs.median(run -> run.traffic().upBytes())),
        Words.of("%,.0f", runs.median(run -> run.traffic().downBytes())),
        Words.of("%.0f", runs.median(Transferred::repeatedBlocks)),
        Words.of(isPeer ? "%.0f ms a block" : "%.0f ms", runs.roundTripMillis()),
        isPeer ? "" : Words.of("%.0f ms", runs.idleMillis()),
        isPeer ? "" : Words.of("%.2f", runs.delay()) + most(link));
  }

  private static String most(MeasuredLink link) {
    return link.mostDelay().isPresent()
        ? Words.of(" (≤ %.1f)", link.mostDelay().getAsDouble())
        : "";
  }

  /** The table as Markdown. */
  String text() {
    return table.toString();
  }

  /** What failed, and goals that were not reached. */
  List<String> misses() {
    return misses;
  }
}
