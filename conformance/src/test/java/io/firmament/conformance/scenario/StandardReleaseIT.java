package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.process.CommandProcess;
import io.firmament.conformance.scenario.FleetTrace.Life;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A standard release: a device that holds its session gets nothing before a session begins, however
 * often it says hello within the one that it has; a sleeping device is told when it wakes (REL2).
 */
class StandardReleaseIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int DEVICES = 8;
  private static final int SLEEPERS = 4;
  private static final int IMAGE_BYTES = 20_000;

  @TempDir Path folder;

  @Test
  void a_standard_release_waits_for_a_session_and_meets_a_device_that_wakes() throws Exception {
    try (Cloud cloud = Cloud.start(folder)) {
      Operator operator = cloud.operator();
      String product = operator.product("Standard");
      byte[] image = Images.of(2, IMAGE_BYTES);
      operator.upload(product, Files.write(folder.resolve("second"), image), 2);
      FieldFleet fleet = FieldFleet.add(cloud, product, DEVICES, Images.of(1, IMAGE_BYTES));
      try (CommandProcess process =
          fleet.start(
              "--trace",
              "--hello-every=1",
              "--until-version=2",
              "--timeout=" + PATIENCE.toSeconds(),
              "--fault=nap:3@50%")) {
        awaitSaid(process, "connected", DEVICES);
        release(operator, product);
        awaitSaid(process, "confirmed", SLEEPERS);
        List<JsonNode> holders =
            FieldFleet.devices(operator, product).stream()
                .filter(device -> device.get("firmware_version").asInt() == 1)
                .toList();
        assertThat(holders).hasSize(DEVICES - SLEEPERS);
        for (JsonNode holder : holders) {
          assertNothingWasSent(operator, holder.get("id").asText());
        }
        for (JsonNode holder : holders) {
          operator.delete("/v1/devices/" + holder.get("id").asText() + "/session", 204);
        }
        FieldFleet.lines(process, PATIENCE);
        assertSleepersWereTold(FleetTrace.of(process));
        assertEveryCauseIsASession(operator, product);
      }
    }
  }

  private static void release(Operator operator, String product) throws Exception {
    operator.put(
        "/v1/products/" + product + "/firmware/release",
        Map.of("version", 2, "product_default", true, "untested_reason", "the first of its kind"));
  }

  private static void awaitSaid(CommandProcess process, String phase, int devices) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                FleetTrace.of(process).those(life -> life.first(phase).isPresent()).size()
                    >= devices);
  }

  private static void assertNothingWasSent(Operator operator, String id) throws Exception {
    JsonNode explained = operator.get("/v1/devices/" + id + "/explain");
    assertThat(explained.get("reason").asText()).isEqualTo("NEXT_SESSION");
    assertThat(explained.has("attempt")).as("%s", explained).isFalse();
    assertThat(explained.has("progress")).as("%s", explained).isFalse();
    assertThat(explained.get("online").asBoolean()).as("%s", explained).isTrue();
  }

  private static void assertSleepersWereTold(FleetTrace trace) {
    List<Life> sleepers = List.copyOf(trace.those(life -> life.first("sleeping").isPresent()));
    assertThat(sleepers).hasSize(SLEEPERS);
    System.out.println(
        "from a wake to the first block request of a standard release: "
            + FleetTrace.spread(
                sleepers.stream().map(life -> Duration.between(wake(life), started(life).at()))));
  }

  /** The contact that brought the update: no other wake is between it and the start. */
  private static Instant wake(Life life) {
    return life.all("awake")
        .map(FleetTrace.Said::at)
        .filter(at -> at.isBefore(started(life).at()))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private static FleetTrace.Said started(Life life) {
    return life.all("started").findFirst().orElseThrow();
  }

  private static void assertEveryCauseIsASession(Operator operator, String product)
      throws Exception {
    for (JsonNode device : FieldFleet.devices(operator, product)) {
      JsonNode explained = operator.get("/v1/devices/" + device.get("id").asText() + "/explain");
      assertThat(explained.at("/attempt/state").asText()).isEqualTo("UPDATED");
      assertThat(explained.at("/attempt/trigger").asText()).isIn("handshake", "resume", "wake");
    }
  }
}
