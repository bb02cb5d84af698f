package io.firmament.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables that fit. */
class TableTest {
  @Test
  void widest_column_gives_way_wherever_it_is() {
    assertThat(printed(30, "a name that is much too long for it", "2", "short"))
        .containsExactly("A                     B  C", "a name that is much…  2  short");
  }

  @Test
  void nothing_gives_way_where_there_is_room() {
    assertThat(printed(80, "one", "two", "three"))
        .containsExactly("A    B    C", "one  two  three");
  }

  @Test
  void no_column_gives_way_below_what_can_be_read() {
    assertThat(printed(5, "123456789", "123456789", "1"))
        .containsExactly("A         B         C", "1234567…  1234567…  1");
  }

  @Test
  void what_a_device_calls_itself_moves_no_cursor() {
    assertThat(printed(80, "a\u001b[2Jb", "c\nd", ""))
        .containsExactly("A       B    C", "a [2Jb  c d");
  }

  private static List<String> printed(int columns, Object... cells) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Table table = new Table("A", "B", "C");
    table.row(cells);
    table.print(new PrintStream(out, true, StandardCharsets.UTF_8), columns);
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
