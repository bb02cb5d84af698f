package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firmament.protocol.ports.OwnPorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer sees first. */
class DemoIT {
  /** NB-IoT takes half a minute; a machine that does other things, too, takes as much again. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Test
  void the_demonstration_goes_on_whatever_is_interrupted_and_goes_back_from_a_bad_version(
      @TempDir Path folder) throws Exception {
    Path kept = folder.resolve("kept");
    List<String> command = new ArrayList<>(List.of("demo", "--json", "--keep", kept.toString()));
    command.addAll(List.of("--coap-port", Integer.toString(OwnPorts.next())));
    command.addAll(List.of("--http-port", Integer.toString(OwnPorts.next())));
    List<String> lines = Cloud.run(command, Cloud.jvmEnvironment(), folder, PATIENCE);
    JsonNode chapters = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertThat(chapters.findValuesAsText("outcome"))
        .containsExactly("ready", "updated", "updated", "updated", "UP_TO_DATE", "rolled-back");
    assertThat(chapters.findValuesAsText("path"))
        .anyMatch(path -> path.contains("kill -9"))
        .anyMatch(path -> path.contains("server killed"))
        .anyMatch(path -> path.contains("new addresses 1"));
    assertThat(kept.resolve("balcony")).isDirectory();
  }
}
