package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firmament.cli.process.CommandProcess;
import io.firmament.cli.process.Program;
import io.firmament.protocol.ports.OwnPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The shipped server in a process of its own, which can be stopped, killed and started again. */
public final class Cloud implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final List<String> jvmOptions;
  private CommandProcess process;
  private JsonNode ready;
  private final int coapPort = OwnPorts.next();
  private final int httpPort = OwnPorts.next();

  private Cloud(Path folder, List<String> jvmOptions) {
    this.folder = folder;
    this.jvmOptions = List.copyOf(jvmOptions);
  }

  /** A server on ports of its own with a fresh store and fresh keys. */
  static Cloud start(Path folder) throws IOException, InterruptedException {
    return start(folder, List.of());
  }

  /** The same, on a JVM with these options. */
  public static Cloud start(Path folder, List<String> jvmOptions)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Cloud cloud = new Cloud(folder, jvmOptions);
    run(List.of("certs", "init", cloud.certs().toString()), folder);
    cloud.start();
    return cloud;
  }

  /** The program under test, on a JVM with the options that the build gives to all of them. */
  public static Program program() {
    String jar = System.getProperty("firmament.jar");
    assertThat(jar).as("-Dfirmament.jar").isNotNull();
    return Program.ofJar(Path.of(jar).normalize()).withJvmOptions(commonJvmOptions());
  }

  private static List<String> commonJvmOptions() {
    String options = System.getProperty("firmament.jvm-options", "");
    return options.isBlank() ? List.of() : List.of(options.strip().split(" +"));
  }

  /** The same options, for processes that start others. */
  static Map<String, String> jvmEnvironment() {
    return Map.of("JAVA_TOOL_OPTIONS", String.join(" ", commonJvmOptions()));
  }

  /** Runs a command to its end and returns its lines. */
  static List<String> run(List<String> arguments, Path folder)
      throws IOException, InterruptedException {
    return run(arguments, Map.of(), folder);
  }

  /** Runs an operator's command to its end and returns its lines. */
  List<String> runAsOperator(String... arguments) throws IOException, InterruptedException {
    return run(List.of(arguments), operatorEnvironment(), folder);
  }

  /** Runs a command in an environment to its end and returns its lines. */
  static List<String> run(List<String> arguments, Map<String, String> environment, Path folder)
      throws IOException, InterruptedException {
    return run(arguments, environment, folder, PATIENCE);
  }

  /** Runs a command that may take so long to its end and returns its lines. */
  static List<String> run(
      List<String> arguments, Map<String, String> environment, Path folder, Duration most)
      throws IOException, InterruptedException {
    try (CommandProcess command =
        CommandProcess.start(
            program(), arguments, environment, folder.resolve("commands.err"), line -> {})) {
      assertThat(command.awaitExit(most)).as(String.join(" ", arguments)).hasValue(0);
      return command.lines();
    }
  }

  /** Starts it again on the same ports and the same data, and waits until it is ready. */
  public void start() throws IOException {
    launch();
    awaitReady();
  }

  /** Starts it again, and does not wait. */
  void launch() throws IOException {
    Path readyFile = folder.resolve("ready.json");
    Files.deleteIfExists(readyFile);
    List<String> arguments = new ArrayList<>(List.of("serve"));
    arguments.addAll(List.of("--data", folder.resolve("data").toString()));
    arguments.addAll(List.of("--certs", certs().toString()));
    arguments.addAll(List.of("--coap-port", Integer.toString(coapPort)));
    arguments.addAll(List.of("--http-port", Integer.toString(httpPort)));
    arguments.addAll(List.of("--ready-file", readyFile.toString()));
    arguments.addAll(List.of("--token-file", folder.resolve("token").toString()));
    process =
        CommandProcess.start(
            program().withJvmOptions(jvmOptions),
            arguments,
            Map.of(),
            folder.resolve("serve.err"),
            line -> {});
  }

  private void awaitReady() throws IOException {
    Path readyFile = folder.resolve("ready.json");
    await()
        .atMost(PATIENCE)
        .failFast("the server ended, see serve.err", () -> !process.isAlive())
        .until(() -> Files.exists(readyFile));
    ready = JSON.readTree(readyFile.toFile());
    assertThat(ready.get("coapPort").asInt()).isEqualTo(coapPort);
    assertThat(ready.get("httpPort").asInt()).isEqualTo(httpPort);
  }

  /** Lets it run for a while; it must not end by itself. */
  void live(Duration time) throws InterruptedException {
    assertThat(process.awaitExit(time)).as("the server runs, see serve.err").isEmpty();
  }

  /** Ends it as a power cut would. */
  void kill() throws InterruptedException {
    process.kill();
  }

  /** Ends it as an operator would. */
  public void stop() throws InterruptedException {
    process.terminate();
    assertThat(process.awaitExit(PATIENCE)).as("a graceful stop ends").isPresent();
  }

  public Path certs() {
    return folder.resolve("certs");
  }

  public Path folder() {
    return folder;
  }

  public int coapPort() {
    return coapPort;
  }

  /** An operator with the administrator's token. */
  public Operator operator() throws IOException {
    return new Operator(
        ready.get("url").asText(), Files.readString(folder.resolve("token")).strip());
  }

  /** What an operator's environment tells the commands. */
  Map<String, String> operatorEnvironment() throws IOException {
    return Map.of(
        "FIRMAMENT_URL",
        ready.get("url").asText(),
        "FIRMAMENT_TOKEN",
        Files.readString(folder.resolve("token")).strip());
  }

  /** Where it keeps connections over a graceful restart. */
  Path savedConnections() {
    return folder.resolve("data").resolve("sessions").resolve("connections");
  }

  /** The id of its process. */
  public long pid() {
    return process.pid();
  }

  /** What it said in error. */
  String errors() throws IOException {
    return Files.readString(folder.resolve("serve.err"));
  }

  @Override
  public void close() {
    process.close();
  }
}
