package io.firmament.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.process.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A cloud and one device on this machine: the first update, cut off by a power cut in the middle, a
 * release, and a version that does not work. Everything is real: processes, sockets, DTLS, files,
 * signatures.
 */
public final class Demo {
  private static final String DEVICE = "e00fce68aabbccddeeff0011";
  private static final String NAME = "balcony";
  private static final String PRODUCT = "sensor-node";

  /** Slow enough that a person sees the blocks, and that the power can be cut between two. */
  private static final int PACE_MILLIS = 250;

  private static final double CUT_AT = 0.4;

  private final Commands commands;
  private final Narrator narrator;
  private final Stage stage;
  private final List<Chapter> chapters = new ArrayList<>();

  private Demo(Commands commands, Narrator narrator, Stage stage) {
    this.commands = commands;
    this.narrator = narrator;
    this.stage = stage;
  }

  /**
   * Plays it.
   *
   * @param folder where everything is kept; empty
   * @param program how processes of this program are started
   * @return what happened
   * @throws DemoFailedException when something does not go as it should
   */
  public static List<Chapter> play(
      Path folder, Program program, Commands commands, Narrator narrator)
      throws DemoFailedException, IOException, InterruptedException {
    try (Stage stage = new Stage(folder, program, narrator)) {
      Demo demo = new Demo(commands, narrator, stage);
      demo.openCloud();
      demo.updateThroughPowerCut();
      demo.release();
      demo.rollBack();
      return demo.chapters;
    }
  }

  private void openCloud() throws DemoFailedException, IOException, InterruptedException {
    narrator.chapter("A cloud, a product, a device");
    long begun = System.nanoTime();
    stage.unpackFirmware();
    String certs = stage.path("certs").toString();
    run("certs", "init", certs);
    stage.startServer();
    commands.use(stage.url(), stage.token());
    run("product", "create", "Sensor node", "--platform", "100");
    run("certs", "device", certs, DEVICE, "--kind", "psk");
    run(
        "device",
        "add",
        DEVICE,
        "--product",
        PRODUCT,
        "--name",
        NAME,
        "--credentials",
        credentials());
    chapters.add(new Chapter("a cloud on " + stage.url(), "ready", 0, 0, 0, 0, since(begun)));
  }

  private void updateThroughPowerCut()
      throws DemoFailedException, IOException, InterruptedException {
    narrator.chapter("Version 2 for one device, and a power cut at 40 %");
    long begun = System.nanoTime();
    long servedBefore;
    try (SimulatedRun device =
        startDevice(
            "--factory",
            stage.path("sensor-node-1.0.0.bin").toString(),
            "--factory-version",
            "1")) {
      device.awaitPhase("connected");
      upload("sensor-node-1.1.0.bin", 2);
      run("device", "lock", NAME, "2", "--flash-now");
      servedBefore = awaitServed();
      device.kill();
    }
    narrator.say("kill -9: the power is gone after " + servedBefore + " blocks; it comes back");
    try (SimulatedRun device = startDevice("--until-version", "2")) {
      JsonNode summary = device.awaitSummary("updated");
      long total = blocksOf(summary);
      long fetched = summary.get("blocks").asLong() + summary.get("repeatedBlocks").asLong();
      if (fetched >= total) {
        throw new DemoFailedException(
            "the transfer began again: " + fetched + " of " + total + " blocks after the cut");
      }
      long again = Math.max(0, servedBefore + fetched - total);
      narrator.say(
          "it went on: %d blocks before the cut, %d after it, %d in all"
              .formatted(servedBefore, fetched, total));
      chapters.add(
          chapter("version 2, power cut at 40 %", summary, servedBefore + fetched, again, begun));
    }
  }

  private void release() throws DemoFailedException {
    narrator.chapter("It works there, so everybody gets it");
    long begun = System.nanoTime();
    run("release", "2", "--product", PRODUCT, "--yes");
    run("device", "unlock", NAME);
    JsonNode shown = run("device", "show", NAME);
    expect("the device runs version", "2", shown.path("firmware_version").asText());
    narrator.say("state: " + shown.path("state").asText());
    chapters.add(
        new Chapter("release of 2 to all", shown.path("state").asText(), 0, 0, 0, 0, since(begun)));
  }

  private void rollBack() throws DemoFailedException, IOException, InterruptedException {
    narrator.chapter("Version 3 fails its self-test");
    long begun = System.nanoTime();
    upload("sensor-node-2.0.0.bin", 3);
    try (SimulatedRun device =
        startDevice("--fault", "self-test-fails@3", "--until-version", "3")) {
      device.awaitPhase("connected");
      run("device", "lock", NAME, "3", "--flash-now");
      JsonNode summary = device.awaitSummary("rolled-back");
      expect("the device went back to version", "2", summary.path("to").asText());
      chapters.add(
          chapter("version 3, self-test fails", summary, summary.get("blocks").asLong(), 0, begun));
    }
    JsonNode shown = run("device", "show", NAME);
    expect("the device runs version", "2", shown.path("firmware_version").asText());
    narrator.say("not offered again: " + shown.at("/explain/reason").asText());
  }

  private SimulatedRun startDevice(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "device",
                "run",
                "--id",
                DEVICE,
                "--credentials",
                credentials(),
                "--server",
                stage.coap(),
                "--data",
                stage.path(NAME).toString(),
                "--pace",
                Integer.toString(PACE_MILLIS),
                "--timeout",
                Long.toString(Stage.PATIENCE.toSeconds()),
                "--json"));
    arguments.addAll(List.of(more));
    return SimulatedRun.start(stage, arguments, narrator);
  }

  private void upload(String file, int version) throws DemoFailedException {
    run(
        "firmware",
        "upload",
        stage.path(file).toString(),
        "--product",
        PRODUCT,
        "--version",
        Integer.toString(version),
        "--wait");
  }

  /** Waits until the server has served enough blocks. */
  private long awaitServed() throws DemoFailedException, InterruptedException {
    long[] served = {0};
    Waiting.until(
        "40 % of the blocks are served",
        () -> {
          JsonNode progress = quietly("device", "show", NAME).at("/explain/progress");
          served[0] = progress.path("served").asLong();
          long of = progress.path("of").asLong();
          return of > 0 && served[0] >= CUT_AT * of;
        });
    return served[0];
  }

  private String credentials() {
    return stage.path("certs").resolve("devices").resolve(DEVICE).toString();
  }

  private JsonNode run(String... words) throws DemoFailedException {
    narrator.command(List.of(words));
    return quietly(words);
  }

  private JsonNode quietly(String... words) throws DemoFailedException {
    return commands.run(List.of(words));
  }

  private static Chapter chapter(
      String what, JsonNode summary, long blocks, long again, long begun) {
    return new Chapter(
        what,
        summary.get("outcome").asText(),
        blocks,
        again,
        summary.get("wireBytesUp").asLong(),
        summary.get("wireBytesDown").asLong(),
        since(begun));
  }

  private static long blocksOf(JsonNode summary) {
    return (summary.get("encodedBytes").asLong() + 1023) / 1024;
  }

  private static void expect(String what, String expected, String actual)
      throws DemoFailedException {
    if (!expected.equals(actual)) {
      throw new DemoFailedException(what + " " + actual + ", not " + expected);
    }
  }

  private static double since(long begunNanos) {
    return Duration.ofNanos(System.nanoTime() - begunNanos).toMillis() / 1000.0;
  }
}
