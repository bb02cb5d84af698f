package io.firmament.conformance.transfer;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A figure of two bars a link: how much of it a device uses, and how much the peer. It is SVG with
 * text as text, and follows the reader's light or dark.
 *
 * @param title what is shown
 * @param groups the links, from left to right
 */
record ShareChart(String title, List<Group> groups) {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 380;
  private static final int LEFT = 64;
  private static final int RIGHT = 16;
  private static final int TOP = 72;
  private static final int BOTTOM = 52;
  private static final int STEP = 20;
  private static final int ALL = 100;

  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, sans-serif; fill: #1f2328; }
        .title { font-size: 15px; font-weight: 600; }
        .grid { stroke: #d1d9e0; stroke-width: 1; }
        .ours { fill: #0969da; }
        .peer { fill: #8c959f; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .grid { stroke: #3d444d; }
          .ours { fill: #4493f8; }
          .peer { fill: #7d8590; }
        }
      </style>
      """;

  /**
   * The two bars of a link.
   *
   * @param label which
   * @param ours percent that a device uses; empty where that failed
   * @param peer percent that the peer uses; empty where that failed
   */
  record Group(String label, OptionalDouble ours, OptionalDouble peer) {}

  /** Keeps a copy. */
  ShareChart {
    groups = List.copyOf(groups);
  }

  /** The file's text. */
  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" \
        aria-labelledby="title">
        <title id="title">%s</title>
        """
            .formatted(WIDTH, HEIGHT, escaped(title)));
    svg.append(STYLE);
    svg.append(text(LEFT, 24, "title", "start", title));
    legend(svg);
    axis(svg);
    for (int i = 0; i < groups.size(); i++) {
      bars(svg, groups.get(i), i);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void legend(StringBuilder svg) {
    svg.append(rectangle("ours", LEFT, 38, 12, 12));
    svg.append(text(LEFT + 18, 49, "", "start", "Firmament, median"));
    svg.append(rectangle("peer", LEFT + 158, 38, 12, 12));
    svg.append(text(LEFT + 176, 49, "", "start", "Californium, Block2 one at a time"));
  }

  private static void axis(StringBuilder svg) {
    for (int percent = 0; percent <= ALL; percent += STEP) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>%n",
              LEFT,
              height(percent),
              WIDTH - RIGHT,
              height(percent)));
      svg.append(text(LEFT - 8, height(percent) + 4, "", "end", Integer.toString(percent)));
    }
    double middle = height(ALL / 2.0);
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"18\" y=\"%.1f\" text-anchor=\"middle\" transform=\"rotate(-90 18 %.1f)\">"
                + "share of the link, %%</text>%n",
            middle,
            middle));
  }

  private void bars(StringBuilder svg, Group group, int index) {
    double wide = (double) (WIDTH - LEFT - RIGHT) / groups.size();
    double left = LEFT + index * wide;
    double bar = wide * 0.34;
    bar(svg, "ours", group.ours(), left + wide * 0.14, bar);
    bar(svg, "peer", group.peer(), left + wide * 0.52, bar);
    svg.append(text(left + wide / 2, HEIGHT - BOTTOM + 22, "", "middle", group.label()));
  }

  private static void bar(
      StringBuilder svg, String who, OptionalDouble percent, double x, double width) {
    double top = height(percent.orElse(0));
    svg.append(rectangle(who, x, top, width, height(0) - top));
    String value =
        percent.isPresent() ? String.format(Locale.ROOT, "%.1f", percent.getAsDouble()) : "–";
    svg.append(text(x + width / 2, top - 5, "", "middle", value));
  }

  private static double height(double percent) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * percent / ALL;
  }

  private static String rectangle(String style, double x, double y, double width, double height) {
    return String.format(
        Locale.ROOT,
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>%n",
        style,
        x,
        y,
        width,
        height);
  }

  private static String text(double x, double y, String style, String anchor, String words) {
    return String.format(
        Locale.ROOT,
        "<text%s x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
        style.isEmpty() ? "" : " class=\"" + style + "\"",
        x,
        y,
        anchor,
        escaped(words));
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
