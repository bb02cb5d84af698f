package io.firmament.conformance.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command runs; what it measures is judged by whoever reads it. */
@Tag("sweep")
class TransfersIT {
  private static final int NO_MISUSE = 2;

  @TempDir private Path out;

  @Test
  void a_measurement_over_the_projects_own_link_ends_with_a_table_and_a_figure() throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int code =
        TransfersMain.run(
            new PrintStream(said, true, StandardCharsets.UTF_8),
            "--only=profiles",
            "--profile=lte-m",
            "--seeds=1,2",
            "--out=" + out);

    assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isLessThan(NO_MISUSE);
    String report = Files.readString(out.resolve("transfers.md"));
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("lte-m, seed 2: ", report);
    assertThat(report)
        .containsPattern("lte-m +\\| 256 KiB +\\| ours +\\| \\d+\\.\\d %")
        .containsPattern("lte-m +\\| 256 KiB +\\| peer +\\| \\d+\\.\\d %")
        .doesNotContain("failed");
    assertThat(Files.readString(out.resolve("transfers.svg"))).contains("lte-m", "</svg>");
  }
}
