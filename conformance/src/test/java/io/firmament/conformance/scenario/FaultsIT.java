package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firmament.cli.process.CommandProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** XFR2, XFR3, DEV1: what each fault of {@code device run} shows, and how the process ends. */
class FaultsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int IMAGE_BYTES = 96 * 1024;

  /** 128 and SIGKILL's number: how a shell sees a process that a power cut ended. */
  private static final int POWER_CUT = 137;

  @TempDir static Path folder;
  private static Cloud cloud;
  private static String product;
  private static int devices;

  @BeforeAll
  static void open() throws Exception {
    cloud = Cloud.start(folder);
    product = cloud.operator().product("Faults");
    Path second = Files.write(folder.resolve("second"), Images.of(2, IMAGE_BYTES));
    cloud.operator().upload(product, second, 2);
  }

  @AfterAll
  static void end() {
    cloud.close();
  }

  @Test
  void without_a_fault_the_summary_has_every_key_and_the_factory_fills_only_once()
      throws Exception {
    FieldDevice device = lockedTo2();

    Ended updated = run(device, 0, "updated");

    assertThat(updated.summary().fieldNames())
        .toIterable()
        .containsExactly(
            "id",
            "from",
            "to",
            "outcome",
            "seconds",
            "transferSeconds",
            "handshakes",
            "resumes",
            "wireBytesUp",
            "wireBytesDown",
            "blocks",
            "repeatedBlocks",
            "leastRoundTripSeconds",
            "medianRoundTripSeconds",
            "encodedBytes",
            "imageBytes",
            "coding");
    long blocks = updated.summary().get("blocks").asLong();
    long encoded = updated.summary().get("encodedBytes").asLong();
    assertThat(updated.summary().get("imageBytes").asLong()).isEqualTo(IMAGE_BYTES);
    assertThat(blocks).as("each block once").isEqualTo((encoded + 1023) / 1024);
    assertThat(updated.summary().get("wireBytesDown").asLong())
        .as("every block came with its headers")
        .isGreaterThan(encoded + 28 * blocks);
    assertThat(updated.phases())
        .containsSubsequence(
            "booted",
            "connecting",
            "connected",
            "started",
            "transferring",
            "verifying",
            "ready-to-apply",
            "rebooting",
            "booted",
            "connected",
            "confirmed");
    assertThat(updated.phases().stream().filter("transferring"::equals))
        .as("a line at every 5 %")
        .hasSize(20);

    // The same command again: were the factory not ignored, version 1 would run.
    JsonNode again = run(device, 0, "up-to-date").summary();
    assertThat(again.get("from").asInt()).isEqualTo(2);
    assertThat(again.get("blocks").asLong()).as("TGT12").isZero();
    assertThat(again.get("coding").isNull()).isTrue();
  }

  @Test
  void a_version_whose_self_test_fails_is_left_and_held_until_a_retry() throws Exception {
    FieldDevice device = lockedTo2();

    Ended back = run(device, 1, "rolled-back", "--fault", "self-test-fails@2");

    assertThat(back.summary().get("to").asInt()).isEqualTo(1);
    String path = "/v1/devices/" + device.id();
    JsonNode held = cloud.operator().get(path + "/explain");
    assertThat(held.get("reason").asText()).as("%s", held).isEqualTo("FAILED(rolled-back, held)");

    cloud.operator().put(path, Map.of("retry", true));
    assertThat(run(device, 0, "updated").summary().get("to").asInt()).isEqualTo(2);
  }

  @Test
  void a_version_that_crashes_is_tried_three_times_and_left() throws Exception {
    Ended back = run(lockedTo2(), 1, "rolled-back", "--fault", "crash@2");

    assertThat(back.summary().get("to").asInt()).isEqualTo(1);
    assertThat(back.phases().stream().filter("crashed"::equals)).hasSize(3);
  }

  @Test
  void power_that_goes_at_a_write_ends_the_process_and_the_next_start_goes_on() throws Exception {
    FieldDevice device = lockedTo2();
    for (int write : List.of(7, 19, 31)) {
      try (CommandProcess cut = start(device, "--fault", "power@write:" + write)) {
        assertThat(cut.awaitExit(Cloud.PATIENCE)).as("%s", cut.lines()).hasValue(POWER_CUT);
        assertThat(cut.lines()).as("no farewell").noneMatch(line -> line.contains("outcome"));
      }
    }

    assertThat(run(device, 0, "updated").summary().get("to").asInt()).isEqualTo(2);
  }

  @Test
  void a_busy_device_starts_its_update_when_it_is_free() throws Exception {
    Ended updated = run(lockedTo2(), 0, "updated", "--fault", "busy@0-4");

    assertThat(updated.phases())
        .containsSubsequence("connected", "available", "started", "confirmed");
    assertThat(updated.phases().subList(0, updated.phases().indexOf("available")))
        .as("nothing started before")
        .doesNotContain("started", "transferring");
  }

  @Test
  void time_that_is_over_before_the_version_came_is_a_failure() throws Exception {
    FieldDevice device = added();

    Ended over = run(device, 1, "timeout", "--timeout", "3");

    assertThat(over.summary().get("to").asInt()).isEqualTo(1);
  }

  /**
   * How a device ended.
   *
   * @param phases what it went through
   * @param summary its last line
   */
  private record Ended(List<String> phases, JsonNode summary) {}

  private static Ended run(FieldDevice device, int code, String outcome, String... more)
      throws Exception {
    try (CommandProcess process = start(device, more)) {
      OptionalInt ended = process.awaitExit(Cloud.PATIENCE.multipliedBy(2));
      assertThat(ended).as("%s", process.lines()).hasValue(code);
      JsonNode summary = FieldDevice.summary(process);
      assertThat(summary.get("outcome").asText()).as("%s", process.lines()).isEqualTo(outcome);
      List<String> phases = new ArrayList<>();
      for (String line : process.lines()) {
        phases.add(JSON.readTree(line).path("phase").asText());
      }
      return new Ended(phases, summary);
    }
  }

  private static CommandProcess start(FieldDevice device, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("--until-version", "2"));
    words.addAll(List.of(more));
    return device.start(words.toArray(String[]::new));
  }

  private static FieldDevice lockedTo2() throws Exception {
    FieldDevice device = added();
    cloud.operator().put("/v1/devices/" + device.id(), Map.of("desired_firmware_version", 2));
    return device;
  }

  private static FieldDevice added() throws Exception {
    devices++;
    return FieldDevice.add(
        cloud, product, "0123456789abcdef000001%02x".formatted(devices), Images.of(1, IMAGE_BYTES));
  }
}
