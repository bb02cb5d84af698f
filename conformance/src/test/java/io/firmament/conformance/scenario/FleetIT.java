package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.process.CommandProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fleet in one process: what goes wrong with some of its devices is nothing to the others. */
class FleetIT {
  private static final int DEVICES = 20;
  private static final int IMAGE_BYTES = 60_000;

  @TempDir Path folder;

  @Test
  void twenty_devices_update_two_crash_and_six_lose_their_power_on_the_way() throws Exception {
    try (Cloud cloud = Cloud.start(folder)) {
      Operator operator = cloud.operator();
      String product = operator.product("Fleet");
      Path second = Files.write(folder.resolve("second"), Images.of(2, IMAGE_BYTES));
      operator.upload(product, second, 2);
      FieldFleet.release(operator, product, 2);
      FieldFleet fleet = FieldFleet.add(cloud, product, DEVICES, Images.of(1, IMAGE_BYTES));
      try (CommandProcess process =
          fleet.start(
              "--until-version=2",
              "--timeout=50",
              "--seed=3",
              "--fault=crash@2@10%",
              "--fault=power@write:12-60@30%")) {
        List<JsonNode> lines = FieldFleet.lines(process, Cloud.PATIENCE);
        assertThat(lines).hasSize(DEVICES + 1);
        JsonNode report = lines.get(DEVICES);
        assertThat(report.at("/outcomes/updated").asInt()).as("%s", lines).isEqualTo(18);
        assertThat(report.at("/outcomes/rolled-back").asInt()).isEqualTo(2);
        assertThat(report.at("/versions/2").asInt()).isEqualTo(18);
        assertThat(report.at("/sums/handshakes").asInt())
            .as("two boots with the cloud each, and one more after most of the six power cuts")
            .isGreaterThan(2 * DEVICES);
      }
      assertThat(FieldFleet.devices(operator, product))
          .filteredOn(device -> device.get("firmware_version").asInt() == 2)
          .as("what the server knows")
          .hasSize(18);
    }
  }
}
