package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.ports.OwnPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer pastes does what it says: REL1, from one device to all. */
class ReadmeIT {
  private static final String HEADING = "## From one device to all";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** What a terminal's user would do by closing it, should a line fail. */
  private static final String CLEANUP = "trap 'kill $(jobs -p) 2>/dev/null || true; wait' EXIT\n";

  @TempDir private Path folder;

  @Test
  void pasted_lines_take_a_version_from_a_development_device_to_everybody() throws Exception {
    String devices = Integer.toString(OwnPorts.next());
    Path script = folder.resolve("pasted");
    Files.writeString(script, CLEANUP + pasted().replace("5684", devices));
    layOut();

    String said = run(script, devices, Integer.toString(OwnPorts.next()));

    assertThat(said)
        .contains("device bench answers", "device bench: update started")
        .contains("version 2: 1 of 1 devices updated")
        .contains("version 2: 2 of 2 devices updated")
        .contains("version 2: 3 of 3 devices updated")
        .containsPattern("state +DEVELOPMENT_DEVICE");
  }

  private static String pasted() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    assertThat(readme).contains(HEADING);
    String behind = readme.substring(readme.indexOf(HEADING));
    int begin = behind.indexOf("```\n") + "```\n".length();
    return behind.substring(begin, behind.indexOf("```\n", begin));
  }

  /** A checkout, as far as the lines look at it. */
  private void layOut() throws IOException {
    Path program = folder.resolve("firmament");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path jar = Path.of(System.getProperty("firmament.jar")).normalize();
    Files.writeString(
        program, "#!/usr/bin/env bash\nexec '" + java + "' -jar '" + jar + "' \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Files.createSymbolicLink(
        folder.resolve("examples"), Path.of("..", "examples").toAbsolutePath().normalize());
  }

  private String run(Path script, String devices, String operators) throws Exception {
    Path said = folder.resolve("said");
    ProcessBuilder bash = new ProcessBuilder("bash", "-eu", "-o", "pipefail", script.toString());
    bash.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(said.toFile());
    bash.environment().putAll(Cloud.jvmEnvironment());
    bash.environment().put("FIRMAMENT_COAP_PORT", devices);
    bash.environment().put("FIRMAMENT_COAP_HOST", "127.0.0.1");
    bash.environment().put("FIRMAMENT_HTTP_PORT", operators);
    bash.environment().put("FIRMAMENT_URL", "http://127.0.0.1:" + operators);
    Process pasting = bash.start();
    try {
      assertThat(pasting.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("ended; so far: %s", Files.readString(said))
          .isTrue();
      assertThat(pasting.exitValue()).as(Files.readString(said)).isZero();
    } finally {
      pasting.descendants().forEach(ProcessHandle::destroy);
      pasting.destroy();
    }
    return Files.readString(said);
  }
}
