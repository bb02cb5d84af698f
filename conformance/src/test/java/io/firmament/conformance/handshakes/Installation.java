package io.firmament.conformance.handshakes;

import io.firmament.certs.DeviceCredential;
import io.firmament.cli.process.CommandProcess;
import io.firmament.cli.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server of the shipped program with devices of all kinds, set up as an operator does. */
final class Installation implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern COAP_PORT = Pattern.compile("\"coapPort\":(\\d+)");
  private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]+)\"");

  private final Path folder;
  private final Program program;
  private CommandProcess server;
  private String ready;

  Installation(Path folder, Program program) throws IOException, InterruptedException {
    this.folder = folder;
    this.program = program;
    run(Map.of(), "certs", "init", certs().toString());
    start();
  }

  Path certs() {
    return folder.resolve("certs");
  }

  private void start() throws IOException, InterruptedException {
    Path readyFile = folder.resolve("ready.json");
    List<String> arguments = new ArrayList<>(List.of("serve", "--coap-host", "127.0.0.1"));
    arguments.addAll(List.of("--coap-port", "0", "--http-port", "0"));
    arguments.addAll(List.of("--max-connections", Integer.toString(Settings.MANY)));
    arguments.addAll(List.of("--data", folder.resolve("data").toString()));
    arguments.addAll(List.of("--certs", certs().toString()));
    arguments.addAll(List.of("--ready-file", readyFile.toString()));
    arguments.addAll(List.of("--token-file", folder.resolve("token").toString()));
    server = start(arguments, Map.of());
    for (long i = 0; !Files.exists(readyFile) && i < PATIENCE.toMillis() / 100; i++) {
      if (server.awaitExit(Duration.ofMillis(100)).isPresent()) {
        throw new IOException("the server ended: " + Files.readString(folder.resolve("errors")));
      }
    }
    ready = Files.readString(readyFile);
  }

  /** The product of such devices. */
  static String product(String kind) {
    return "for-" + kind;
  }

  /** Adds devices with such a credential; an authority stands for those with certificates. */
  void add(String kind, int count) throws IOException, InterruptedException {
    String product = product(kind);
    operate("product", "create", product, "--platform", "1");
    if (kind.equals("x509")) {
      operate("product", "ca", product, "--certs", certs().toString());
    }
    operate(
        "fleet",
        "add",
        "--product",
        product,
        "--count",
        Integer.toString(count),
        "--certs",
        certs().toString(),
        "--mix",
        kind);
  }

  /** The devices with such a credential. */
  List<DeviceCredential> devices(String kind) throws IOException {
    try (Stream<Path> entries = Files.list(certs().resolve("devices"))) {
      return entries
          .sorted()
          .map(Installation::read)
          .filter(device -> device.proof().kind().label().equals(kind))
          .toList();
    }
  }

  private static DeviceCredential read(Path directory) {
    try {
      return DeviceCredential.read(directory);
    } catch (io.firmament.certs.CredentialException e) {
      throw new IllegalStateException(e);
    }
  }

  private void operate(String... arguments) throws IOException, InterruptedException {
    run(
        Map.of(
            "FIRMAMENT_URL",
            found(URL),
            "FIRMAMENT_TOKEN",
            Files.readString(folder.resolve("token")).strip()),
        arguments);
  }

  private void run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    try (CommandProcess command = start(List.of(arguments), environment)) {
      OptionalInt code = command.awaitExit(PATIENCE);
      if (code.orElse(-1) != 0) {
        throw new IOException(
            String.join(" ", arguments)
                + " failed: "
                + command.lines()
                + Files.readString(folder.resolve("errors")));
      }
    }
  }

  private CommandProcess start(List<String> arguments, Map<String, String> environment)
      throws IOException {
    return CommandProcess.start(
        program, arguments, environment, folder.resolve("errors"), line -> {});
  }

  private String found(Pattern pattern) {
    Matcher matcher = pattern.matcher(ready);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in " + ready);
    }
    return matcher.group(1);
  }

  Subject subject() {
    return new Subject("Firmament", server, Integer.parseInt(found(COAP_PORT)));
  }

  @Override
  public void close() {
    server.close();
  }
}
