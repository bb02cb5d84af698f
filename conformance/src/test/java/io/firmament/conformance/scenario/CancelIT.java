package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.process.CommandProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator stops an update that is on its way, and lets it go on later. */
class CancelIT {
  private static final int IMAGE_BYTES = 300_000;

  @TempDir Path folder;
  private Cloud cloud;
  private FieldDevice device;

  @BeforeEach
  void an_update_is_due() throws Exception {
    cloud = Cloud.start(folder);
    device = FieldDevice.due(cloud, "Cancelled", IMAGE_BYTES);
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  private void await(String state) throws Exception {
    String path = "/v1/devices/" + device.id() + "/explain";
    cloud.operator().awaitJson(path, explained -> state.equals(explained.get("state").asText()));
  }

  private void operate(String verb) throws Exception {
    Cloud.run(List.of("device", verb, device.id()), cloud.operatorEnvironment(), folder);
  }

  @Test
  void what_was_cancelled_is_kept_and_goes_on_after_a_retry() throws Exception {
    JsonNode stopped;
    try (CommandProcess process = device.start("--until-version", "2", "--pace", "80")) {
      cloud
          .operator()
          .awaitJson(
              "/v1/devices/" + device.id() + "/explain",
              explained -> explained.at("/progress/served").asInt() > 50);
      operate("cancel");
      stopped = FieldDevice.summary(process);
    }
    await("FAILED(cancelled, held)");
    operate("retry");
    JsonNode done;
    try (CommandProcess process = device.start("--until-version", "2")) {
      done = FieldDevice.summary(process);
    }

    long before = stopped.get("blocks").asLong();
    long all = (done.get("encodedBytes").asLong() + 1023) / 1024;
    assertThat(stopped.get("outcome").asText()).isEqualTo("failed");
    assertThat(before).isBetween(20L, all - 1);
    assertThat(done.get("outcome").asText()).isEqualTo("updated");
    assertThat(done.get("blocks").asLong()).as("the rest alone").isEqualTo(all - before);
    await("UP_TO_DATE");
  }
}
