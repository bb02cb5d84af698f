package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A table that fits the terminal: the widest column gives way. */
final class Columns {
  private static final String GAP = "  ";
  private static final int LEAST_WIDTH = 6;

  private final List<List<String>> lines = new ArrayList<>();

  private Columns(List<String> heads) {
    lines.add(heads);
  }

  static Columns of(String... heads) {
    return new Columns(List.of(heads));
  }

  /** Adds a line. */
  Columns row(String... cells) {
    lines.add(List.of(cells));
    return this;
  }

  /** Adds a line for each of some objects, made of these fields. */
  Columns rows(JsonNode objects, String... fields) {
    for (JsonNode object : objects) {
      row(Stream.of(fields).map(field -> cell(object.path(field))).toArray(String[]::new));
    }
    return this;
  }

  void print(Terminal terminal) {
    int[] widths = widths(terminal.columns());
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = line.get(i);
        boolean cut = cell.length() > widths[i];
        String shown = cut ? cell.substring(0, widths[i] - 1) + "…" : cell;
        text.append(shown).append(" ".repeat(widths[i] - shown.length())).append(GAP);
      }
      terminal.out().println(text.toString().stripTrailing());
    }
  }

  private int[] widths(int columns) {
    int count = lines.get(0).size();
    int[] widths = new int[count];
    for (List<String> line : lines) {
      for (int i = 0; i < count; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    int room = columns - GAP.length() * (count - 1);
    while (IntStream.of(widths).sum() > room) {
      int widest = 0;
      for (int i = 1; i < count; i++) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      if (widths[widest] <= LEAST_WIDTH) {
        break;
      }
      widths[widest]--;
    }
    return widths;
  }

  private static String cell(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "–";
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
