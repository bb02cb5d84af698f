package io.firmament.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.server.rest.RestFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Commands over a real HTTP server, as an administrator types them. */
final class CommandRig implements AutoCloseable {
  static final String ID = "0123456789abcdef01234567";
  static final String OTHER = "0123456789abcdef01234568";

  private final Path folder;
  private final RestFixture api;
  private final TestHost host;

  CommandRig(Path folder) throws IOException {
    this.folder = folder;
    this.api = RestFixture.start(folder.resolve("server"));
    this.host = stranger().with("FIRMAMENT_TOKEN", api.token());
  }

  RestFixture api() {
    return api;
  }

  TestHost host() {
    return host;
  }

  /** Somebody with no token, and a home of his own. */
  TestHost stranger() {
    return new TestHost()
        .with("FIRMAMENT_URL", api.uri().toString())
        .with("HOME", folder.resolve("home").toString());
  }

  /** Somebody with the administrator's token at a terminal, who will answer this. */
  TestHost person(String answer) {
    return stranger().with("FIRMAMENT_TOKEN", api.token()).answering(answer);
  }

  /** A product, 1, with two devices. */
  CommandRig withDevices() throws IOException {
    run("product", "create", "Sensor node", "--platform", "1");
    Path ids = Files.writeString(folder.resolve("ids"), ID + "\n\n  " + OTHER + "\n");
    run("device", "import", ids.toString(), "--product", "sensor-node");
    return this;
  }

  void upload(int version) throws IOException {
    Path image = folder.resolve("image-" + version);
    Files.writeString(image, "image of version " + version);
    String number = Integer.toString(version);
    run("firmware", "upload", image.toString(), "--product", "1", "--version", number);
  }

  int exitCode(String... arguments) {
    return CommandTree.run(host, arguments);
  }

  /** Runs a command that must do what it is asked, and returns what it said. */
  String run(String... arguments) {
    return run(host, arguments);
  }

  /** The same by somebody else. */
  static String run(TestHost on, String... arguments) {
    on.said();
    int code = CommandTree.run(on, arguments);
    assertThat(code).as(() -> String.join(" ", arguments) + ": " + on.complained()).isZero();
    return on.said();
  }

  /** The same for a program. */
  JsonNode json(String... arguments) throws IOException {
    String[] words = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    words[arguments.length] = "--json";
    return ApiClient.JSON.readTree(run(words));
  }

  void assertComplaint(String error, String hint) {
    assertComplaint(host, error, hint);
  }

  static void assertComplaint(TestHost on, String error, String hint) {
    String complained = on.complained();
    assertThat(complained).contains("firmament: error: ").contains(error).contains(hint);
    assertThat(complained).doesNotContain("Exception").doesNotContain("\tat ");
  }

  @Override
  public void close() throws IOException {
    api.close();
  }
}
