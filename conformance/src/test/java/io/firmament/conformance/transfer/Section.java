package io.firmament.conformance.transfer;

import java.util.List;

/**
 * A part of the report.
 *
 * @param title its heading
 * @param text Markdown: what was measured, and tables
 * @param misses goals that were not reached, and what failed
 */
record Section(String title, String text, List<String> misses) {
  /** Keeps a copy. */
  Section {
    misses = List.copyOf(misses);
  }

  @Override
  public String toString() {
    return "## " + title + "\n\n" + text;
  }
}
