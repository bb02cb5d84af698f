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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The folder of the demonstration, its server, and its devices. */
final class Stage implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final double MILLIS = 1000.0;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> FIRMWARE =
      List.of("sensor-node-1.0.0.bin", "sensor-node-1.1.0.bin", "sensor-node-2.0.0.bin");

  private final Path folder;
  private final Program program;
  private final Narrator narrator;
  private final List<DemoDevice> devices = new ArrayList<>();
  private CommandProcess server;
  private DoorPorts ports;

  Stage(Path folder, DoorPorts ports, Program program, Narrator narrator) {
    this.ports = ports;
    this.folder = folder;
    this.program = program;
    this.narrator = narrator;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** Puts a device on stage, switched off. */
  DemoDevice device(Role role) {
    DemoDevice device = new DemoDevice(role, this, narrator);
    devices.add(device);
    return device;
  }

  /** Takes the example firmware out of the program. */
  void unpackFirmware() throws IOException {
    for (String name : FIRMWARE) {
      try (InputStream in = Stage.class.getResourceAsStream("/examples/firmware/" + name)) {
        Files.copy(in, path(name));
      }
    }
  }

  /** Starts the server, on the ports that it had before, and waits until it takes requests. */
  void startServer() throws IOException, InterruptedException, DemoFailedException {
    Path readyFile = path("ready.json");
    Files.deleteIfExists(readyFile);
    List<String> arguments = serving(readyFile);
    narrator.command(arguments);
    server = start(arguments, line -> {});
    Waiting.until("the server takes requests", () -> Files.exists(readyFile) || !server.isAlive());
    if (!server.isAlive()) {
      throw new DemoFailedException("the server ended: " + Files.readString(path("errors")));
    }
    JsonNode ready = JSON.readTree(readyFile.toFile());
    ports = new DoorPorts(ready.get("coapPort").asInt(), ready.get("httpPort").asInt());
  }

  private List<String> serving(Path readyFile) {
    return List.of(
        "serve",
        "--data",
        path("cloud").toString(),
        "--certs",
        path("certs").toString(),
        "--coap-port",
        Integer.toString(ports.coap()),
        "--http-port",
        Integer.toString(ports.http()),
        "--ready-file",
        readyFile.toString(),
        "--token-file",
        path("token").toString());
  }

  /** Ends the server at once, as a power cut would. */
  void killServer() throws InterruptedException {
    server.kill();
  }

  String url() {
    return "http://127.0.0.1:" + ports.http();
  }

  String token() throws IOException {
    return Files.readString(path("token")).strip();
  }

  /** Where devices come. */
  String coap() {
    return "127.0.0.1:" + ports.coap();
  }

  /** Starts a command of this program in a process of its own. */
  CommandProcess start(List<String> arguments, Consumer<String> onLine) throws IOException {
    return CommandProcess.start(program, arguments, Map.of(), path("errors"), onLine);
  }

  static double secondsSince(long begunNanos) {
    return Duration.ofNanos(System.nanoTime() - begunNanos).toMillis() / MILLIS;
  }

  @Override
  public void close() {
    devices.forEach(DemoDevice::close);
    if (server != null) {
      server.terminate();
      server.awaitEnd(PATIENCE);
      server.close();
    }
  }
}
