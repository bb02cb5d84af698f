package io.firmament.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.rest.RestFixture;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands over a real HTTP server: what they say, and with which code they end. */
class CommandsTest {
  private static final String ID = "0123456789abcdef01234567";

  @TempDir private Path folder;
  private RestFixture api;
  private TestHost host;

  @BeforeEach
  void start() throws IOException {
    api = RestFixture.start(folder.resolve("server"));
    host = hostOf(api);
  }

  @AfterEach
  void stop() throws IOException {
    api.close();
  }

  @Test
  void product_create_says_in_json_what_a_program_needs() throws Exception {
    JsonNode created = json(run("product", "create", "Sensor node", "--platform", "1", "--json"));

    assertThat(created.toString())
        .isEqualTo(
            "{\"id\":1,\"slug\":\"sensor-node\",\"name\":\"Sensor node\",\"platform_id\":1}");
    assertThat(json(run("product", "list", "--json")).get(0)).isEqualTo(created);
    assertThat(run("product", "list")).contains("SLUG").contains("sensor-node");
  }

  @Test
  void refusal_of_the_server_is_exit_code_1_with_its_hint() {
    product();

    assertThat(exitCode("product", "create", "Sensor node", "--platform", "1")).isEqualTo(1);
    assertComplaint("firmament: error: ", "firmament: hint: ");
    assertThat(exitCode("device", "show", "nobody")).isEqualTo(1);
    assertComplaint("there is no device 'nobody'", "firmament device");
  }

  @Test
  void misuse_is_exit_code_2_and_says_what_the_command_takes() {
    for (List<String> wrong :
        List.of(
            List.of("bogus"),
            List.of("product"),
            List.of("product", "create", "x"),
            List.of("product", "create", "x", "--platform", "one"),
            List.of("device", "lock", "d"),
            List.of("restore", "x"),
            List.of("product", "list", "--url", "ftp://x"),
            List.<String>of())) {
      assertThat(exitCode(wrong.toArray(String[]::new))).as("%s", wrong).isEqualTo(2);
      assertComplaint("firmament: error: ", "firmament: hint: ");
    }
  }

  @Test
  void help_and_version_are_done() {
    assertThat(run("--help")).contains("COMMAND").contains("Exit codes");
    assertThat(run("device", "lock", "--help")).contains("--flash-now");
    assertThat(run("--version")).startsWith("firmament ");
  }

  @Test
  void without_a_token_the_command_says_where_to_get_one() {
    TestHost stranger = new TestHost().with("FIRMAMENT_URL", api.uri().toString());

    assertThat(CommandTree.run(stranger, "product", "list")).isEqualTo(2);
    assertThat(stranger.complained()).contains("FIRMAMENT_TOKEN");
  }

  @Test
  void option_beats_environment() {
    assertThat(exitCode("product", "list", "--token", "wrong")).isEqualTo(1);
    assertComplaint("this token is not known", "Authorization");
  }

  @Test
  void server_that_is_not_there_is_a_failure_with_a_hint() throws Exception {
    api.close();

    assertThat(exitCode("product", "list")).isEqualTo(1);
    assertComplaint("cannot reach the server at " + api.uri(), "firmament serve");
  }

  @Test
  void device_is_added_with_its_key_steered_and_shown() throws Exception {
    product();
    Path certs = credentials();

    String added =
        run(
            "device",
            "add",
            ID,
            "--product",
            "sensor-node",
            "--credentials",
            certs.toString(),
            "--name",
            "kitchen");

    assertThat(added).contains("device " + ID + " added");
    Path note = certs.resolve("devices").resolve(ID).resolve("product.json");
    assertThat(Files.readString(note).strip()).isEqualTo("{\"product_id\":1,\"platform_id\":1}");
    upload(1);
    assertThat(run("device", "lock", "kitchen", "1", "--flash-now")).contains("version 1");
    JsonNode shown = json(run("device", "show", "kitchen", "--json"));
    assertThat(shown.get("desired_firmware_version").asInt()).isEqualTo(1);
    assertThat(shown.at("/explain/target/rule").asText()).isEqualTo("lock");
    assertThat(run("device", "show", "kitchen")).contains("target      1 (lock, by administrator)");
    run("device", "unlock", "kitchen");
    run("device", "deny", "kitchen");
    run("device", "approve", "kitchen");
    run("device", "retry", "kitchen");
    assertThat(json(run("device", "list", "--product", "1", "--json")).get(0).get("id").asText())
        .isEqualTo(ID);
    assertThat(run("device", "list", "--product", "1")).contains("kitchen");
  }

  @Test
  void device_boots_ends_its_session_and_stops_its_update_on_command() throws Exception {
    product();
    run("device", "add", ID, "--product", "1", "--credentials", credentials().toString());
    assertThat(exitCode("device", "reset", ID)).isEqualTo(1);
    assertComplaint("is offline", "device show");
    api.arrive(new DeviceId(ID), true);

    assertThat(run("device", "reset", ID)).contains("boots now");
    assertThat(json(run("device", "reset", ID, "--safe-mode", "--json")).get("reset").asText())
        .isEqualTo("safe-mode");
    assertThat(run("device", "end-session", ID)).contains("ends its session");
    assertThat(json(run("device", "end-session", ID, "--json")).get("ok").asBoolean()).isTrue();
    assertThat(api.commands()).isEqualTo(4);
    assertThat(exitCode("device", "reset", ID, "--apply")).isEqualTo(1);
    assertComplaint("no complete update", "how far");
    assertThat(exitCode("device", "reset", ID, "--apply", "--safe-mode")).isEqualTo(2);
    assertComplaint("mutually exclusive", "--help");
    assertThat(exitCode("device", "cancel", ID)).isEqualTo(1);
    assertComplaint("nothing is on its way", "device lock");
    upload(1);
    run("device", "lock", ID, "1", "--flash-now");
    assertThat(run("device", "cancel", ID)).contains("gives up");
    assertThat(json(run("device", "show", ID, "--json")).get("state").asText())
        .contains("cancelled");
  }

  @Test
  void key_is_never_sent_to_another_machine_unencrypted() throws Exception {
    product();
    Path certs = credentials();

    int code =
        exitCode(
            "device",
            "add",
            ID,
            "--product",
            "1",
            "--credentials",
            certs.toString(),
            "--url",
            "http://192.0.2.1:8080");

    assertThat(code).isEqualTo(1);
    assertComplaint("unencrypted", "https");
  }

  @Test
  void credential_of_another_device_is_not_sent() throws Exception {
    product();
    Path own = credentials().resolve("devices").resolve(ID);

    int code =
        exitCode(
            "device", "add", "f".repeat(24), "--product", "1", "--credentials", own.toString());

    assertThat(code).isEqualTo(2);
    assertComplaint(ID, "directory");
  }

  @Test
  void upload_that_waits_returns_when_all_encodings_are_made() throws Exception {
    product();
    Path file = image(1);
    Thread encoder =
        new Thread(
            () ->
                await()
                    .until(
                        () -> {
                          api.encode();
                          return json(runOn(
                                  hostOf(api), "firmware", "list", "--product", "1", "--json"))
                              .path(0)
                              .path("encoded")
                              .asBoolean();
                        }));
    encoder.start();

    JsonNode firmware =
        json(
            run(
                "firmware",
                "upload",
                file.toString(),
                "--product",
                "1",
                "--version",
                "1",
                "--title",
                "first",
                "--wait",
                "--json"));
    encoder.join();

    assertThat(firmware.get("encoded").asBoolean()).isTrue();
    assertThat(firmware.get("title").asText()).isEqualTo("first");
    assertThat(firmware.get("encodings").findValuesAsText("coding")).contains("identity");
    assertThat(host.complained()).contains("uploading 100 %").doesNotContain("\r");
  }

  @Test
  void upload_of_a_file_that_is_not_there_is_misuse() {
    assertThat(exitCode("firmware", "upload", "/nothing", "--product", "1", "--version", "1"))
        .isEqualTo(2);
    assertComplaint("/nothing", "firmware image");
  }

  @Test
  void upload_of_a_file_that_no_device_takes_is_refused_before_it_is_sent() throws Exception {
    Path file = folder.resolve("huge.bin");
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength((64L << 20) + 1);
    }
    assertThat(exitCode("firmware", "upload", file.toString(), "--product", "1", "--version", "1"))
        .isEqualTo(1);
    assertComplaint("has 67108865 bytes, and at most 67108864 go", "the right file");
  }

  @Test
  void release_asks_a_person_and_never_a_program() throws Exception {
    product();
    upload(1);
    List<String> release = List.of("release", "1", "--product", "1", "--untested", "the first");

    assertThat(exitCode(release.toArray(String[]::new))).isEqualTo(2);
    assertComplaint("must be confirmed", "--yes");
    TestHost doubtful = hostOf(api).answering("");
    assertThat(CommandTree.run(doubtful, release.toArray(String[]::new))).isEqualTo(1);
    assertThat(json(run("firmware", "list", "--product", "1", "--json")).get(0).get("released"))
        .hasToString("false");
    TestHost hasty = hostOf(api).answering("y");
    assertThat(CommandTree.run(hasty, release.toArray(String[]::new))).isEqualTo(1);
    TestHost sure = hostOf(api).answering("1");
    assertThat(CommandTree.run(sure, release.toArray(String[]::new))).isZero();
    assertThat(sure.said()).contains("Type 1 to release").contains("version 1 is released");
  }

  @Test
  void release_with_yes_says_in_json_what_was_released() throws Exception {
    product();
    upload(1);

    JsonNode release =
        json(
            run(
                "release",
                "1",
                "--product",
                "sensor-node",
                "--yes",
                "--intelligent",
                "--understand-disruption",
                "--untested",
                "the first",
                "--json"));

    assertThat(release.get("version").asInt()).isEqualTo(1);
    assertThat(release.get("intelligent").asBoolean()).isTrue();
  }

  @Test
  void events_are_a_line_each_until_the_server_ends() throws Exception {
    TestHost watching = hostOf(api);
    Thread command =
        new Thread(
            () -> CommandTree.run(watching, "events", "spark/", "--json", "--reconnect", "0"),
            "events");
    command.start();
    StringBuilder said = new StringBuilder();
    await()
        .until(
            () -> {
              api.happen("other", "", Optional.empty());
              api.happen("spark/status", "online", Optional.empty());
              return said.append(watching.said()).indexOf("\n") > 0;
            });
    api.close();
    command.join();

    JsonNode event = json(said.substring(0, said.indexOf("\n")));
    assertThat(event.get("name").asText()).isEqualTo("spark/status");
    assertThat(event.get("data").asText()).isEqualTo("online");
    assertThat(watching.complained()).contains("the server ended the event stream");
  }

  @Test
  void backup_that_is_no_whole_zip_is_not_kept() throws Exception {
    Path file = folder.resolve("copy.zip");

    assertThat(exitCode("backup", file.toString())).isEqualTo(1);

    assertComplaint("the backup broke", "try again");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void backup_and_restore_never_overwrite() throws Exception {
    Path file = Files.writeString(folder.resolve("copy.zip"), "precious");

    assertThat(exitCode("backup", file.toString())).isEqualTo(1);
    assertComplaint("exists already", "another name");
    assertThat(exitCode("restore", file.toString(), "--data", folder.toString())).isEqualTo(1);
    assertComplaint("is not empty", "new directory");
    assertThat(file).hasContent("precious");
  }

  @Test
  void configuration_says_where_each_value_came_from_and_hides_the_token() throws Exception {
    host.with("FIRMAMENT_HTTP_PORT", "9000");

    JsonNode values = json(run("config", "show", "--json"));

    String text = values.toString();
    assertThat(text)
        .contains("{\"name\":\"http-port\",\"value\":\"9000\",\"origin\":\"environment")
        .contains("{\"name\":\"coap-port\",\"value\":\"5684\",\"origin\":\"built in\"}")
        .doesNotContain(api.token());
    assertThat(run("config", "show")).doesNotContain(api.token()).contains("http-port");
  }

  @Test
  void configuration_that_cannot_be_is_shown_and_refused() {
    host.with("FIRMAMENT_HTTP_PORT", "99999");

    assertThat(exitCode("config", "show")).isEqualTo(1);
    assertComplaint("http-port must be a port", "free one");
    assertThat(exitCode("serve", "--data", folder.resolve("d").toString())).isEqualTo(2);
    assertThat(folder.resolve("d")).doesNotExist();
  }

  /** What a crash left must not say that the server is ready; here the start fails later on. */
  @Test
  void stale_ready_file_is_gone_once_the_data_directory_is_ours() throws Exception {
    Path ready = Files.writeString(folder.resolve("ready.json"), "{}");
    Path data = folder.resolve("d");
    Path notDirectory = Files.writeString(folder.resolve("certs"), "");

    assertThat(
            exitCode(
                "serve",
                "--data",
                data.toString(),
                "--certs",
                notDirectory.toString(),
                "--ready-file",
                ready.toString()))
        .isEqualTo(1);

    assertThat(data).isDirectory();
    assertThat(ready).doesNotExist();
  }

  @Test
  void ready_file_is_there_as_long_as_the_server_is() throws Exception {
    Path ready = folder.resolve("ready.json");
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(
            () ->
                exitCode(
                    "serve",
                    "--data",
                    folder.resolve("d").toString(),
                    "--coap-port",
                    "0",
                    "--http-port",
                    "0",
                    "--ready-file",
                    ready.toString()));
    await().until(() -> Files.exists(ready) || code.isDone());
    assertThat(ready).exists();

    host.stopWork().forEach(Runnable::run);

    assertThat(code.get(20, TimeUnit.SECONDS)).isZero();
    assertThat(ready).doesNotExist();
  }

  @Test
  void plain_http_beyond_this_machine_must_be_said() {
    assertThat(exitCode("serve", "--http-host", "0.0.0.0")).isEqualTo(2);
    assertComplaint("unencrypted", "--http-plain");
  }

  @Test
  void table_fits_the_terminal() throws Exception {
    product();
    host.wide(40);

    for (String line : run("product", "list").split("\n")) {
      assertThat(line.length()).isLessThanOrEqualTo(40);
    }
  }

  @Test
  void keys_are_made_once_and_never_overwritten() {
    String directory = folder.resolve("keys").toString();

    assertThat(run("certs", "init", directory)).contains("release.key").contains("Secret");
    assertThat(exitCode("certs", "init", directory)).isEqualTo(1);
    assertComplaint("never overwritten", "another directory");
    assertThat(exitCode("certs", "device", directory, "xyz")).isEqualTo(1);
    assertComplaint("24 hexadecimal digits", "for example");
    assertThat(exitCode("certs", "device", directory, ID, "--kind", "smile")).isEqualTo(1);
    assertComplaint("smile", "psk");
  }

  private static TestHost hostOf(RestFixture api) {
    return new TestHost()
        .with("FIRMAMENT_URL", api.uri().toString())
        .with("FIRMAMENT_TOKEN", api.token());
  }

  private void product() {
    run("product", "create", "Sensor node", "--platform", "1");
  }

  private Path credentials() {
    Path certs = folder.resolve("certs");
    run("certs", "init", certs.toString());
    run("certs", "device", certs.toString(), ID, "--kind", "psk");
    return certs;
  }

  private Path image(int version) throws IOException {
    return Files.writeString(folder.resolve("image-" + version), "image of version " + version);
  }

  private void upload(int version) throws IOException {
    run(
        "firmware",
        "upload",
        image(version).toString(),
        "--product",
        "1",
        "--version",
        Integer.toString(version));
  }

  private int exitCode(String... arguments) {
    return CommandTree.run(host, arguments);
  }

  /** Runs a command that must do what it is asked, and returns what it said. */
  private String run(String... arguments) {
    return runOn(host, arguments);
  }

  private static String runOn(TestHost on, String... arguments) {
    on.said();
    int code = CommandTree.run(on, arguments);
    assertThat(code).as(() -> String.join(" ", arguments) + ": " + on.complained()).isZero();
    return on.said();
  }

  private void assertComplaint(String error, String hint) {
    String complained = host.complained();
    assertThat(complained).contains("firmament: error: ").contains(error).contains(hint);
    assertThat(complained).doesNotContain("Exception").doesNotContain("\tat ");
  }

  private static JsonNode json(String text) throws IOException {
    return ApiClient.JSON.readTree(text);
  }
}
