package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firmament.cli.process.CommandProcess;
import io.firmament.protocol.ports.OwnPorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** XFR6: without zstd's native library everything else works, and each side says so. */
class ZstdAbsentIT {
  private static final Map<String, String> NO_LIBRARY =
      Map.of("JAVA_TOOL_OPTIONS", "-DZstdNativePath=/nonexistent/libzstd-jni.so");

  @Test
  @Tag("sweep")
  void the_demonstration_works_without_the_native_library_and_says_what_is_missing(
      @TempDir Path folder) throws Exception {
    Path kept = folder.resolve("kept");
    try (CommandProcess demo =
        CommandProcess.start(
            Cloud.program(),
            List.of(
                "demo",
                "--json",
                "--keep",
                kept.toString(),
                "--coap-port",
                Integer.toString(OwnPorts.next()),
                "--http-port",
                Integer.toString(OwnPorts.next())),
            NO_LIBRARY,
            folder.resolve("demo.err"),
            line -> {})) {
      assertThat(demo.awaitExit(Duration.ofMinutes(3))).hasValue(0);
      JsonNode chapters = new ObjectMapper().readTree(demo.lines().get(demo.lines().size() - 1));
      assertThat(chapters.findValuesAsText("outcome"))
          .contains("updated", "rolled-back")
          .doesNotContain("failed");
    }
    assertThat(Files.readString(kept.resolve("errors")))
        .contains("no zstd encodings, but all others")
        .contains("zstd cannot be decoded here, everything else can");
  }

  @Test
  void a_command_measures_the_other_codings(@TempDir Path folder) throws Exception {
    Path image = Files.write(folder.resolve("image.bin"), Images.of(1, 5_000));
    List<String> lines =
        Cloud.run(List.of("firmware", "codings", "--json", image.toString()), NO_LIBRARY, folder);
    JsonNode codings = new ObjectMapper().readTree(lines.get(0)).get(0).get("codings");
    assertThat(codings.findValuesAsText("coding"))
        .containsExactly("identity", "deflate", "lzma", "zstd");
    assertThat(codings.get(2).get("size").asLong()).isBetween(18L, 4_999L);
    assertThat(codings.get(3).has("size")).isFalse();
  }
}
