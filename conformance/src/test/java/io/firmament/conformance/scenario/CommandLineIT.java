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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documented commands as a user types them, each a process, with its exit code. */
class CommandLineIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "0123456789abcdef00000004";

  @TempDir Path folder;
  private Cloud cloud;

  @BeforeEach
  void open() throws Exception {
    cloud = Cloud.start(folder);
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  @Test
  void from_a_product_to_a_release_and_a_backup() throws Exception {
    JsonNode product = json("product", "create", "Sensor node", "--platform", "7", "--json");
    assertThat(product.properties().stream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrder("id", "slug", "name", "platform_id");
    expect(0, "certs", "device", cloud.certs().toString(), ID, "--kind", "psk");
    String credentials = cloud.certs().resolve("devices").resolve(ID).toString();
    expect(
        0,
        "device",
        "add",
        ID,
        "--product",
        "sensor-node",
        "--credentials",
        credentials,
        "--name",
        "balcony");
    Path first = image(1);
    Path second = image(2);
    expect(
        0,
        "firmware",
        "upload",
        second.toString(),
        "--product",
        "sensor-node",
        "--version",
        "2",
        "--title",
        "Second",
        "--wait");
    expect(1, "release", "2", "--product", "sensor-node", "--yes");
    expect(2, "release", "2", "--product", "sensor-node");
    expect(0, "device", "lock", "balcony", "2");
    String[] run = {
      "device",
      "run",
      "--id",
      ID,
      "--credentials",
      credentials,
      "--server",
      "127.0.0.1:" + cloud.coapPort(),
      "--data",
      folder.resolve("balcony").toString(),
      "--factory",
      first.toString(),
      "--factory-version",
      "1",
      "--until-version",
      "2",
      "--timeout",
      "40",
      "--json"
    };
    JsonNode summary = json(run);
    assertThat(summary.get("outcome").asText()).isEqualTo("updated");
    assertThat(summary.get("from").asInt()).isEqualTo(1);
    assertThat(json(run).get("outcome").asText()).as("again").isEqualTo("up-to-date");
    expect(0, "release", "2", "--product", "sensor-node", "--yes");
    expect(0, "device", "unlock", "balcony");
    JsonNode shown = json("device", "show", "balcony", "--json");
    assertThat(shown.get("firmware_version").asInt()).isEqualTo(2);
    assertThat(shown.get("state").asText()).isEqualTo("UP_TO_DATE");
    expect(0, "device", "list", "--product", "sensor-node");
    expect(0, "firmware", "list", "--product", "sensor-node");
    expect(0, "device", "deny", "balcony");
    expect(0, "device", "approve", "balcony");
    expect(0, "device", "retry", "balcony");
    String backup = folder.resolve("backup").toString();
    expect(0, "backup", backup);
    expect(0, "restore", backup, "--data", folder.resolve("restored").toString());
    expect(1, "restore", backup, "--data", folder.resolve("restored").toString());
    expect(0, "config", "show");
  }

  @Test
  void mistakes_are_told_with_a_hint_and_never_with_a_stack_trace() throws Exception {
    expect(2, "device", "lock");
    expect(2, "no-such-command");
    expect(1, "device", "show", "nobody");
    expect(1, "serve", "--data", folder.resolve("data").toString(), "--coap-port", "0");
    Path text = Files.writeString(folder.resolve("text"), "");
    expect(0, "product", "create", "Mistakes", "--platform", "1");
    expect(1, "firmware", "upload", text.toString(), "--product", "mistakes", "--version", "1");
    expect(1, deviceRun("--server", "localhost:5684"));
    expect(0, "certs", "device", cloud.certs().toString(), ID, "--kind", "psk");
    expect(2, deviceRun("--server", "nonsense"));
    expect(2, deviceRun("--server", "localhost:5684", "--fault", "sunshine"));
    String said = Files.readString(folder.resolve("cli.err"));
    assertThat(said).contains("firmament: error: ").contains("firmament: hint: ");
    assertThat(said).doesNotContain("Exception").doesNotContain("\tat ");
  }

  private String[] deviceRun(String... more) {
    List<String> words = new ArrayList<>(List.of("device", "run", "--id", ID));
    words.addAll(List.of("--credentials", cloud.certs().resolve("devices").resolve(ID).toString()));
    words.addAll(List.of("--data", folder.resolve("device").toString()));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private Path image(int version) throws IOException {
    return Files.write(folder.resolve("v" + version), Images.of(version, 60_000));
  }

  private JsonNode json(String... words) throws Exception {
    List<String> lines = expect(0, words);
    return JSON.readTree(lines.get(lines.size() - 1));
  }

  private List<String> expect(int code, String... words) throws Exception {
    try (CommandProcess command =
        CommandProcess.start(
            Cloud.program(),
            Stream.of(words).toList(),
            cloud.operatorEnvironment(),
            folder.resolve("cli.err"),
            line -> {})) {
      assertThat(command.awaitExit(Cloud.PATIENCE))
          .as("%s%n%s", String.join(" ", words), Files.readString(folder.resolve("cli.err")))
          .hasValue(code);
      return command.lines();
    }
  }
}
