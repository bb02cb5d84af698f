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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs and people are answered by the commands: JSON, and an error with its hint. */
class CommandAnswersIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "0123456789abcdef00000006";

  @TempDir static Path folder;
  private static Cloud cloud;
  private static Map<String, String> environment;

  @BeforeAll
  static void open() throws Exception {
    cloud = Cloud.start(folder);
    environment = cloud.operatorEnvironment();
    cloud.operator().product("Answers");
    FieldDevice.add(cloud, "answers", ID, Images.of(1, 20_000));
    Path second = Files.write(folder.resolve("second"), Images.of(2, 20_000));
    cloud.operator().upload("answers", second, 2);
  }

  @AfterAll
  static void end() {
    cloud.close();
  }

  @Test
  void lists_and_devices_are_json_with_the_documented_fields() throws Exception {
    assertThat(json("product", "list").get(0).fieldNames())
        .toIterable()
        .containsExactly("id", "slug", "name", "platform_id");
    assertThat(json("device", "list", "--product", "answers").findValuesAsText("id")).contains(ID);
    JsonNode shown = json("device", "show", ID);
    assertThat(shown.fieldNames())
        .toIterable()
        .contains(
            "id",
            "name",
            "product_id",
            "online",
            "state",
            "firmware_version",
            "explain",
            "desired_firmware_version",
            "targeted_firmware_release_version");
    JsonNode firmware = json("firmware", "list", "--product", "answers").get(0);
    assertThat(firmware.get("version").asInt()).isEqualTo(2);
    assertThat(firmware.get("encoded").asBoolean()).isTrue();
    assertThat(firmware.get("encodings").findValuesAsText("coding")).contains("identity");
  }

  @Test
  void a_lock_is_set_and_taken_away() throws Exception {
    assertThat(json("device", "lock", ID, "2").get("desired_firmware_version").asInt())
        .isEqualTo(2);
    assertThat(json("device", "unlock", ID).get("desired_firmware_version").isNull()).isTrue();
  }

  @Test
  void what_is_set_is_shown_with_its_origin_and_without_the_token() throws Exception {
    JsonNode values = json("config", "show");

    assertThat(values.findValuesAsText("name")).contains("data", "coap-port", "url", "token");
    assertThat(values.findValuesAsText("origin"))
        .contains("built in", "environment FIRMAMENT_URL", "environment FIRMAMENT_TOKEN");
    assertThat(values.toString()).doesNotContain(environment.get("FIRMAMENT_TOKEN"));
  }

  @Test
  void events_are_told_as_they_happen_and_by_their_prefix() throws Exception {
    try (CommandProcess events =
        start(environment, folder.resolve("events.err"), "events", "particle/firmware", "--json")) {
      int[] version = {2};
      // The stream begins at some moment; uploads go on until one of them is told.
      Awaitility.await("an event")
          .atMost(Cloud.PATIENCE)
          .failFast("the command ended", () -> !events.isAlive())
          .until(
              () -> {
                version[0]++;
                byte[] image = Images.of(version[0], 2_000);
                Path file = Files.write(folder.resolve("v" + version[0]), image);
                cloud.operator().upload("answers", file, version[0]);
                return !events.lines().isEmpty();
              });
      JsonNode told = JSON.readTree(events.lines().get(0));
      assertThat(told.get("name").asText()).isEqualTo("particle/firmware/create");
      assertThat(told.get("id").isIntegralNumber()).as("%s", told).isTrue();
    }
  }

  @Test
  void every_mistake_has_its_exit_code_its_error_and_its_hint() throws Exception {
    String second = folder.resolve("second").toString();
    mistake(1, "'nobody'", "device list", "device", "show", "nobody");
    mistake(1, "no version 99", "firmware list", "device", "lock", ID, "99");
    mistake(
        1, "is there already", "another name", "product", "create", "Answers", "--platform", "1");
    mistake(2, "'x'", "--help", "product", "create", "Other", "--platform", "x");
    mistake(2, "'D'", "--help", "device", "lock");
    mistake(2, "a command is missing", "--help", "device");
    mistake(2, "must be confirmed", "--yes", "release", "2", "--product", "answers");
    mistake(1, "no device", "--untested", "release", "2", "--product", "answers", "--yes");
    mistake(1, "never overwritten", "another directory", "certs", "init", cloud.certs().toString());
    mistake(
        2,
        "cannot read",
        "path",
        "firmware",
        "upload",
        second + "?",
        "--product",
        "answers",
        "--version",
        "9");
    mistake(1, "exists already", "another name", "backup", second);
  }

  @Test
  void a_manifest_for_one_device_is_no_version_of_a_product() throws Exception {
    String image = Files.write(folder.resolve("one"), Images.of(9, 2_000)).toString();
    String manifest = folder.resolve("one.manifest").toString();
    String key = cloud.certs().resolve("release.key").toString();
    List<String> sign =
        List.of(
            "sign",
            image,
            "--key",
            key,
            "--product",
            "1",
            "--platform",
            "1",
            "--version",
            "900",
            "--device",
            ID,
            "-o",
            manifest);
    Cloud.run(sign, folder);
    mistake(
        1,
        "for one device only, " + ID,
        "without '--device'",
        "firmware",
        "upload",
        image,
        "--product",
        "answers",
        "--version",
        "900",
        "--manifest",
        manifest);
  }

  @Test
  void without_a_token_or_a_server_a_command_says_how_to_get_one() throws Exception {
    Map<String, String> nobody = Map.of("FIRMAMENT_URL", environment.get("FIRMAMENT_URL"));
    mistake(nobody, 2, "no token", "FIRMAMENT_TOKEN", "product", "list");
    Map<String, String> nowhere =
        Map.of("FIRMAMENT_URL", "http://127.0.0.1:1", "FIRMAMENT_TOKEN", "any");
    mistake(nowhere, 1, "cannot reach", "firmament serve", "product", "list");
    Map<String, String> stranger =
        Map.of("FIRMAMENT_URL", environment.get("FIRMAMENT_URL"), "FIRMAMENT_TOKEN", "any");
    mistake(stranger, 1, "token is not known", "token", "product", "list");
  }

  private static void mistake(int code, String error, String hint, String... words)
      throws Exception {
    mistake(environment, code, error, hint, words);
  }

  private static void mistake(
      Map<String, String> environment, int code, String error, String hint, String... words)
      throws Exception {
    Path errors = Files.createTempFile(folder, "mistake", ".err");
    try (CommandProcess command = start(environment, errors, words)) {
      assertThat(command.awaitExit(Cloud.PATIENCE)).as("%s", List.of(words)).hasValue(code);
      List<String> said = new ArrayList<>(Files.readAllLines(errors));
      said.removeIf(line -> line.startsWith("uploading "));
      assertThat(said).as("%s", List.of(words)).hasSize(2);
      assertThat(said.get(0)).startsWith("firmament: error: ").contains(error);
      assertThat(said.get(1)).startsWith("firmament: hint: ").contains(hint);
      assertThat(command.lines()).as("nothing for programs").isEmpty();
    }
  }

  private static JsonNode json(String... words) throws Exception {
    List<String> line = new ArrayList<>(List.of(words));
    line.add("--json");
    Path errors = Files.createTempFile(folder, "command", ".err");
    try (CommandProcess command = start(environment, errors, line.toArray(String[]::new))) {
      assertThat(command.awaitExit(Cloud.PATIENCE))
          .as("%s: %s", line, Files.readString(errors))
          .hasValue(0);
      assertThat(command.lines()).as("one value: %s", line).hasSize(1);
      return JSON.readTree(command.lines().get(0));
    }
  }

  private static CommandProcess start(Map<String, String> environment, Path errors, String... words)
      throws IOException {
    return CommandProcess.start(Cloud.program(), List.of(words), environment, errors, line -> {});
  }
}
