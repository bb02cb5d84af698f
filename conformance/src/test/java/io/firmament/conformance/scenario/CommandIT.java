package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.process.CommandProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DEV13: operators end a device's session and make it boot, in the middle of an update too. */
class CommandIT {
  private static final int IMAGE_BYTES = 400_000;

  /** What an interruption may cost: the window and a second of a paced download. */
  private static final long MOST_REPEATED = 2 * (32 + 16);

  @TempDir Path folder;

  @Test
  void an_update_goes_on_after_its_session_was_ended_and_after_a_reset() throws Exception {
    try (Cloud cloud = Cloud.start(folder)) {
      String product = cloud.operator().product("Commanded");
      FieldDevice device =
          FieldDevice.add(cloud, product, "0123456789abcdef00000007", Images.of(1, IMAGE_BYTES));
      Path second = Files.write(folder.resolve("second"), Images.of(2, IMAGE_BYTES));
      cloud.operator().upload(product, second, 2);
      String path = "/v1/devices/" + device.id();
      cloud.operator().put(path, Map.of("desired_firmware_version", 2, "flash", true));
      try (CommandProcess process = device.start("--until-version", "2", "--pace", "90")) {
        awaitAcknowledged(cloud, device, 30);
        cloud.runAsOperator("device", "end-session", device.id());
        awaitAcknowledged(cloud, device, 90);
        cloud.runAsOperator("device", "reset", device.id());
        JsonNode summary = FieldDevice.summary(process);

        assertThat(summary.get("outcome").asText()).as("%s", summary).isEqualTo("updated");
        assertThat(summary.get("handshakes").asInt()).as("the first, and the ended").isEqualTo(2);
        assertThat(summary.get("resumes").asInt()).as("two boots").isEqualTo(2);
        assertThat(summary.get("repeatedBlocks").asLong()).isLessThanOrEqualTo(MOST_REPEATED);
      }
      cloud.operator().awaitJson(path, shown -> "UP_TO_DATE".equals(shown.get("state").asText()));
    }
  }

  private static void awaitAcknowledged(Cloud cloud, FieldDevice device, int blocks)
      throws Exception {
    cloud
        .operator()
        .awaitJson(
            "/v1/devices/" + device.id(),
            shown -> shown.at("/update/acknowledged_blocks").asInt() > blocks);
  }
}
