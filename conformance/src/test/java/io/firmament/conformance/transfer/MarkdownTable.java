package io.firmament.conformance.transfer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table as Markdown spells it, its columns aligned for those who read it as it is. */
final class MarkdownTable {
  private final List<List<String>> rows = new ArrayList<>();

  MarkdownTable(String... titles) {
    rows.add(List.of(titles));
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException when it has not as many cells as there are titles
   */
  void row(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "expected %d cells, got %d".formatted(rows.get(0).size(), cells.length));
    }
    rows.add(List.of(cells));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(line(rows.get(0)));
    text.append(line(Collections.nCopies(rows.get(0).size(), "---")));
    rows.subList(1, rows.size()).forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private String line(List<String> cells) {
    StringBuilder text = new StringBuilder("|");
    for (int column = 0; column < cells.size(); column++) {
      text.append(' ').append(escaped(cells.get(column)));
      text.append(" ".repeat(width(column) - escaped(cells.get(column)).length())).append(" |");
    }
    return text.append('\n').toString();
  }

  private int width(int column) {
    return Math.max(
        3, rows.stream().mapToInt(row -> escaped(row.get(column)).length()).max().orElseThrow());
  }

  private static String escaped(String cell) {
    return cell.replace("|", "\\|");
  }
}
