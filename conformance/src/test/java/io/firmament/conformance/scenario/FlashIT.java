package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.process.CommandProcess;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TGT3, TGT4, API1, API5, CLI1, DEV6: a file that is no release goes to one device. */
class FlashIT {
  private static final int IMAGE_BYTES = 60_000;

  @TempDir static Path folder;
  private static Cloud cloud;
  private static String product;
  private static Path file;
  private static int devices;

  @BeforeAll
  static void open() throws Exception {
    cloud = Cloud.start(folder);
    product = cloud.operator().product("Flashed");
    file = Files.write(folder.resolve("by-hand"), Images.of(7, IMAGE_BYTES));
    Path first = Files.write(folder.resolve("first"), Images.of(1, IMAGE_BYTES));
    cloud.operator().upload(product, first, 1);
  }

  @AfterAll
  static void end() {
    cloud.close();
  }

  @Test
  void a_development_device_keeps_what_was_flashed() throws Exception {
    FieldDevice device = added();
    cloud.operator().put(path(device), Map.of("development", true));
    try (EventTape tape = EventTape.of(cloud.operator(), 0);
        CommandProcess process = device.start("--until-version", "7")) {
      awaitOnline(device);
      List<String> said =
          cloud.runAsOperator("flash", device.id(), file.toString(), "--version", "7");
      JsonNode summary = FieldDevice.summary(process);

      assertThat(said).containsExactly("device " + device.id() + ": update started");
      assertThat(summary.get("outcome").asText()).as("%s", summary).isEqualTo("updated");
      assertThat(summary.get("coding").asText()).as("XFR6").isNotEqualTo("identity");
      awaitState(device, "DEVELOPMENT_DEVICE");
      assertThat(told(tape, device))
          .containsSubsequence(
              "spark/flash/status=started ",
              "spark/flash/status=success ",
              "spark/device/last_reset=update")
          .doesNotContain("spark/status=auto-update");
    }
  }

  @Test
  void another_device_is_put_back_to_its_target_straight_after() throws Exception {
    FieldDevice device = added();
    cloud.operator().put(path(device), Map.of("desired_firmware_version", 1));
    try (CommandProcess process = device.start()) {
      awaitState(device, "UP_TO_DATE");
      cloud.runAsOperator("flash", device.id(), file.toString(), "--version", "7");
      awaitConfirmed(process, 7, 1);
      awaitState(device, "UP_TO_DATE");
      JsonNode shown = cloud.operator().get(path(device));
      assertThat(shown.get("firmware_version").asInt()).isEqualTo(1);
    }
  }

  @Test
  void a_busy_device_is_flashed_once_it_is_forced_and_its_echo_is_shown() throws Exception {
    FieldDevice device = added();
    cloud.operator().put(path(device), Map.of("development", true));
    try (CommandProcess process = device.start("--until-version", "7", "--fault", "busy@0-")) {
      awaitOnline(device);
      HttpResponse<String> refused = cloud.operator().tryFlash(device.id(), file);
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
      assertThat(refused.body()).contains("\"error\":\"updates_disabled\"");

      cloud.runAsOperator("device", "force", device.id());
      cloud
          .operator()
          .awaitJson(
              path(device), shown -> shown.path("firmware_updates_forced_confirmed").asBoolean());
      assertThat(cloud.operator().tryFlash(device.id(), file).body())
          .contains("\"status\":\"Update started\"");
      assertThat(FieldDevice.summary(process).get("outcome").asText()).isEqualTo("updated");
    }
  }

  @Test
  void what_cannot_be_flashed_is_refused_in_words_of_its_own() throws Exception {
    FieldDevice device = added();
    assertThat(cloud.operator().tryFlash(device.id(), file).body())
        .contains("\"error\":\"offline\"");
    Path source = folder.resolve("blink.ino");
    Files.write(source, "void setup() {}\n".getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> refused = cloud.operator().tryFlash(device.id(), source);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("send a .bin or .zip");
  }

  private static List<String> told(EventTape tape, FieldDevice device) {
    return tape.events().values().stream()
        .filter(event -> event.device().equals(device.id()))
        .map(event -> event.name() + "=" + event.text())
        .toList();
  }

  /** Waits until a process has confirmed these versions, one after the other. */
  private static void awaitConfirmed(CommandProcess process, int... versions) {
    await()
        .atMost(Cloud.PATIENCE)
        .until(
            () -> {
              int next = 0;
              for (String line : process.lines()) {
                String wanted = "\"version\":" + versions[Math.min(next, versions.length - 1)];
                next += line.contains("\"confirmed\"") && line.contains(wanted) ? 1 : 0;
              }
              return next >= versions.length;
            });
  }

  private static void awaitOnline(FieldDevice device) throws Exception {
    cloud
        .operator()
        .awaitJson(
            path(device),
            shown -> shown.get("online").asBoolean() && shown.hasNonNull("firmware_version"));
  }

  private static void awaitState(FieldDevice device, String state) throws Exception {
    cloud.operator().awaitJson(path(device), shown -> state.equals(shown.get("state").asText()));
  }

  private static String path(FieldDevice device) {
    return "/v1/devices/" + device.id();
  }

  private static FieldDevice added() throws Exception {
    devices++;
    return FieldDevice.add(
        cloud, product, "0123456789abcdef000031%02x".formatted(devices), Images.of(1, IMAGE_BYTES));
  }
}
