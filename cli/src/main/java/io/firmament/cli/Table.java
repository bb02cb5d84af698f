package io.firmament.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows of text under headings, made to fit a width: the last column gives way. */
final class Table {
  private static final String GAP = "  ";
  private static final int LEAST = 8;

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(List.of(headings));
  }

  void row(Object... cells) {
    List<String> texts = new ArrayList<>();
    for (Object cell : cells) {
      texts.add(cell.toString().replaceAll("\\p{Cntrl}", " "));
    }
    rows.add(texts);
  }

  /** Prints the rows; none of its lines is longer than that, unless it cannot be shorter. */
  void print(PrintStream out, int columns) {
    int last = rows.get(0).size() - 1;
    int[] widths = new int[last + 1];
    for (List<String> row : rows) {
      for (int i = 0; i <= last; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    int before = 0;
    for (int i = 0; i < last; i++) {
      before += widths[i] + GAP.length();
    }
    widths[last] = Math.max(LEAST, Math.min(widths[last], columns - before));
    rows.forEach(row -> out.println(line(row, widths)));
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      String fitting = cell.length() <= widths[i] ? cell : cell.substring(0, widths[i] - 1) + "…";
      line.append(i == 0 ? "" : GAP).append(fitting);
      line.append(" ".repeat(widths[i] - fitting.length()));
    }
    return line.toString().stripTrailing();
  }
}
