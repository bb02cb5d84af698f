package io.firmament.conformance.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkdownTableTest {
  @Test
  void columns_are_as_wide_as_their_widest_cell() {
    MarkdownTable table = new MarkdownTable("link", "s");
    table.row("lte-m-edge", "24.10");
    table.row("wifi", "7");

    assertThat(table.toString())
        .isEqualTo(
            """
            | link       | s     |
            | ---        | ---   |
            | lte-m-edge | 24.10 |
            | wifi       | 7     |
            """);
  }

  @Test
  void a_cell_cannot_end_itself() {
    MarkdownTable table = new MarkdownTable("what");
    table.row("a|b");

    assertThat(table.toString()).endsWith("| a\\|b |\n");
  }

  @Test
  void a_row_has_as_many_cells_as_there_are_titles() {
    assertThatThrownBy(() -> new MarkdownTable("one", "two").row("alone"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 2 cells, got 1");
  }
}
