package io.firmament.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of text under headings, made to fit a width: the widest column gives way. */
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
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    narrow(widths, columns - GAP.length() * (widths.length - 1));
    rows.forEach(row -> out.println(line(row, widths)));
  }

  /** Takes from the widest column, of equal ones from the last, until all fit. */
  private static void narrow(int[] widths, int room) {
    int sum = IntStream.of(widths).sum();
    while (sum > room) {
      int widest = 0;
      for (int i = 1; i < widths.length; i++) {
        widest = widths[i] >= widths[widest] ? i : widest;
      }
      if (widths[widest] <= LEAST) {
        return;
      }
      widths[widest]--;
      sum--;
    }
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
