package io.firmament.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firmament.cli.process.CommandProcess;
import io.firmament.cli.process.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The folder of the demonstration, and its server. */
final class Stage implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> FIRMWARE =
      List.of("sensor-node-1.0.0.bin", "sensor-node-1.1.0.bin", "sensor-node-2.0.0.bin");

  private final Path folder;
  private final Program program;
  private final Narrator narrator;
  private CommandProcess server;
  private JsonNode ready;

  Stage(Path folder, Program program, Narrator narrator) {
    this.folder = folder;
    this.program = program;
    this.narrator = narrator;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** Takes the example firmware out of the program. */
  void unpackFirmware() throws IOException {
    for (String name : FIRMWARE) {
      try (InputStream in = Stage.class.getResourceAsStream("/examples/firmware/" + name)) {
        Files.copy(in, path(name));
      }
    }
  }

  /** Starts the server on free ports and waits until it takes requests. */
  void startServer() throws IOException, InterruptedException, DemoFailedException {
    List<String> arguments =
        List.of(
            "serve",
            "--data",
            path("cloud").toString(),
            "--certs",
            path("certs").toString(),
            "--coap-port",
            "0",
            "--http-port",
            "0",
            "--ready-file",
            path("ready.json").toString(),
            "--token-file",
            path("token").toString());
    narrator.command(arguments);
    server = start(arguments, line -> {});
    Waiting.until(
        "the server takes requests", () -> Files.exists(path("ready.json")) || !server.isAlive());
    if (!server.isAlive()) {
      throw new DemoFailedException("the server ended: " + Files.readString(path("errors")));
    }
    ready = JSON.readTree(path("ready.json").toFile());
  }

  String url() {
    return ready.get("url").asText();
  }

  String token() throws IOException {
    return Files.readString(path("token")).strip();
  }

  /** Where devices come. */
  String coap() {
    return "127.0.0.1:" + ready.get("coapPort").asInt();
  }

  /** Starts a command of this program in a process of its own. */
  CommandProcess start(List<String> arguments, Consumer<String> onLine) throws IOException {
    return CommandProcess.start(program, arguments, Map.of(), path("errors"), onLine);
  }

  @Override
  public void close() {
    if (server != null) {
      server.terminate();
      server.awaitEnd(PATIENCE);
      server.close();
    }
  }
}
