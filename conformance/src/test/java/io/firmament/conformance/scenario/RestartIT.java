package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.process.CommandProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** XFR5: the server is restarted in the middle of a transfer, gracefully or not. */
class RestartIT {
  private static final int IMAGE_BYTES = 300_000;

  /** What an interruption may cost: the window and a second of a paced download. */
  private static final long MOST_REPEATED = 32 + 16;

  @TempDir Path folder;
  private Cloud cloud;
  private FieldDevice device;

  @BeforeEach
  void an_update_is_due() throws Exception {
    cloud = Cloud.start(folder);
    device = FieldDevice.due(cloud, "Restarted", IMAGE_BYTES);
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  @Test
  void after_a_graceful_restart_the_device_goes_on_by_connection_id() throws Exception {
    try (CommandProcess process = startAndAwaitBlocks()) {
      cloud.stop();
      cloud.start();
      JsonNode summary = FieldDevice.summary(process);
      assertUpdated(summary);
      assertThat(summary.get("handshakes").asInt()).isEqualTo(1);
      assertThat(summary.get("resumes").asInt()).as("the reboot's alone").isEqualTo(1);
    }
  }

  /** The connection is not used between the stop and the push: the cloud speaks first. */
  @Test
  void after_a_graceful_restart_an_idle_device_is_reached_by_connection_id() throws Exception {
    String path = "/v1/devices/" + device.id();
    Map<String, Object> unlocked = new HashMap<>();
    unlocked.put("desired_firmware_version", null);
    cloud.operator().put(path, unlocked);
    try (CommandProcess process = device.start("--until-version", "2")) {
      cloud.operator().awaitJson(path, shown -> shown.get("online").asBoolean());
      cloud.stop();
      cloud.start();
      cloud.operator().put(path, Map.of("desired_firmware_version", 2, "flash", true));
      JsonNode summary = FieldDevice.summary(process);
      assertUpdated(summary);
      assertThat(summary.get("handshakes").asInt()).isEqualTo(1);
      assertThat(summary.get("resumes").asInt()).as("the reboot's alone").isEqualTo(1);
    }
  }

  @Test
  void after_a_kill_the_device_comes_back_with_an_abbreviated_handshake() throws Exception {
    try (CommandProcess process = startAndAwaitBlocks()) {
      cloud.kill();
      cloud.start();
      JsonNode summary = FieldDevice.summary(process);
      assertUpdated(summary);
      assertThat(summary.get("handshakes").asInt()).isEqualTo(1);
      assertThat(summary.get("resumes").asInt()).as("the kill's and the reboot's").isEqualTo(2);
    }
  }

  @Test
  void saved_connections_are_never_loaded_twice() throws Exception {
    try (CommandProcess process = startAndAwaitBlocks()) {
      cloud.stop();
      Path saved = folder.resolve("data").resolve("sessions").resolve("connections");
      assertThat(saved).exists();
      cloud.start();
      assertThat(saved).doesNotExist();
      cloud.kill();
      assertThat(saved).doesNotExist();
      cloud.start();
      JsonNode summary = FieldDevice.summary(process);
      assertUpdated(summary);
      assertThat(summary.get("handshakes").asInt()).isEqualTo(1);
    }
  }

  private CommandProcess startAndAwaitBlocks() throws Exception {
    CommandProcess process = device.start("--until-version", "2", "--pace", "20");
    cloud
        .operator()
        .awaitJson(
            "/v1/devices/" + device.id() + "/explain",
            explained -> explained.at("/progress/served").asInt() > 40);
    return process;
  }

  private static void assertUpdated(JsonNode summary) {
    assertThat(summary.get("outcome").asText()).as("%s", summary).isEqualTo("updated");
    assertThat(summary.get("to").asInt()).isEqualTo(2);
    assertThat(summary.get("repeatedBlocks").asLong()).isLessThanOrEqualTo(MOST_REPEATED);
  }
}
