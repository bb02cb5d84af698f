package io.firmament.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.process.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A cloud and three devices on this machine, each with another credential on another link: an
 * update that everything interrupts, a release, and a version that does not work. Processes,
 * sockets, DTLS, files and signatures are real; the links are emulated between real sockets.
 */
public final class Demo {
  private static final String PRODUCT = "sensor-node";
  private static final String ROOF_INCIDENTS = ",rebind-after=6KiB,blackout-after=12KiB:5s";
  private static final double POWER_CUT_AT = 0.4;
  private static final double SERVER_KILLED_AT = 0.5;

  private final Commands commands;
  private final Narrator narrator;
  private final Stage stage;
  private final DemoDevice balcony;
  private final DemoDevice cellar;
  private final DemoDevice roof;
  private long powerCutAfter;
  private final List<Chapter> chapters = new ArrayList<>();

  private Demo(Commands commands, Narrator narrator, Stage stage) {
    this.commands = commands;
    this.narrator = narrator;
    this.stage = stage;
    this.balcony = stage.device(Role.BALCONY);
    this.cellar = stage.device(Role.CELLAR);
    this.roof = stage.device(Role.ROOF);
  }

  /**
   * Plays it.
   *
   * @param folder where everything is kept; empty
   * @param ports of the server, which is killed and comes back on the same
   * @param program how processes of this program are started
   * @return what happened
   * @throws DemoFailedException when something does not go as it should
   */
  public static List<Chapter> play(
      Path folder, DoorPorts ports, Program program, Commands commands, Narrator narrator)
      throws DemoFailedException, IOException, InterruptedException {
    try (Stage stage = new Stage(folder, ports, program, narrator)) {
      Demo demo = new Demo(commands, narrator, stage);
      demo.openCloud();
      demo.updateThroughEverything();
      demo.release();
      demo.rollBack();
      return demo.chapters;
    }
  }

  // ---- The chapters

  private void openCloud() throws DemoFailedException, IOException, InterruptedException {
    narrator.chapter("A cloud, a product, three devices: PSK, raw public key, X.509");
    long begun = System.nanoTime();
    stage.unpackFirmware();
    run("certs", "init", stage.path("certs").toString());
    stage.startServer();
    commands.use(stage.url(), stage.token());
    run("product", "create", "Sensor node", "--platform", "100");
    run("product", "ca", PRODUCT, "--certs", stage.path("certs").toString());
    for (DemoDevice device : devices()) {
      register(device);
    }
    chapters.add(Chapter.onGround("a cloud, three devices", "ready", Stage.secondsSince(begun)));
  }

  private void updateThroughEverything()
      throws DemoFailedException, IOException, InterruptedException {
    narrator.chapter("Version 2 for each of them, and everything goes wrong");
    startFromFactory();
    upload("sensor-node-1.1.0.bin", 2);
    for (DemoDevice device : devices()) {
      device.setOut();
      run("device", "lock", device.role().name(), "2", "--flash-now");
    }
    interrupt();
    chapters.add(balcony.awaitEnd("2 on balcony: psk, nb-iot, power cut", "updated"));
    if (balcony.journey().again() >= powerCutAfter) {
      throw new DemoFailedException("balcony had " + powerCutAfter + " blocks and began again");
    }
    chapters.add(cellar.awaitEnd("2 on cellar: rpk, lte-m, server killed", "updated"));
    chapters.add(roof.awaitEnd("2 on roof: x509, wifi, new address, 5 s blackout", "updated"));
  }

  private void startFromFactory() throws DemoFailedException, IOException, InterruptedException {
    for (DemoDevice device : devices()) {
      device.start(
          device == roof ? ROOF_INCIDENTS : "",
          "--factory",
          stage.path("sensor-node-1.0.0.bin").toString(),
          "--factory-version",
          "1",
          "--until-version",
          "2");
    }
    for (DemoDevice device : devices()) {
      device.awaitConnected();
    }
  }

  /** The roof's link breaks by itself, as it was told. */
  private void interrupt() throws DemoFailedException, IOException, InterruptedException {
    cellar.awaitShare(SERVER_KILLED_AT);
    stage.killServer();
    devices().forEach(device -> device.journey().mark("server killed"));
    narrator.say("kill -9: the server is gone; it is started again on the same ports");
    stage.startServer();
    balcony.awaitShare(POWER_CUT_AT);
    powerCutAfter = balcony.cutPower();
    narrator.say("kill -9: balcony's power is gone; it comes back");
    balcony.start("", "--until-version", "2");
  }

  private void release() throws DemoFailedException {
    narrator.chapter("It works there, so everybody gets it");
    long begun = System.nanoTime();
    run("release", "2", "--product", PRODUCT, "--yes");
    for (DemoDevice device : devices()) {
      run("device", "unlock", device.role().name());
      expect("the device runs version", "2", show(device).path("firmware_version").asText());
      expect("its state is", "UP_TO_DATE", show(device).path("state").asText());
    }
    chapters.add(Chapter.onGround("release of 2 to all", "UP_TO_DATE", Stage.secondsSince(begun)));
  }

  private void rollBack() throws DemoFailedException, IOException, InterruptedException {
    narrator.chapter("Version 3 fails its self-test");
    upload("sensor-node-2.0.0.bin", 3);
    roof.setOut();
    roof.start("", "--fault", "self-test-fails@3", "--until-version", "3");
    roof.awaitConnected();
    run("device", "lock", roof.role().name(), "3", "--flash-now");
    chapters.add(roof.awaitEnd("3 on roof: self-test fails", "rolled-back"));
    JsonNode shown = show(roof);
    expect("the device runs version", "2", shown.path("firmware_version").asText());
    narrator.say("not offered again: " + shown.at("/explain/reason").asText());
  }

  // ---- What the operator types

  private void register(DemoDevice device) throws DemoFailedException {
    Role role = device.role();
    String certs = stage.path("certs").toString();
    List<String> order =
        new ArrayList<>(List.of("certs", "device", certs, role.id(), "--kind", role.credential()));
    order.addAll(role.isCertified() ? List.of("--product", PRODUCT) : List.of());
    run(order.toArray(String[]::new));
    run(
        "device",
        "add",
        role.id(),
        "--product",
        PRODUCT,
        "--name",
        role.name(),
        "--credentials",
        device.credentials());
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

  private JsonNode show(DemoDevice device) throws DemoFailedException {
    return quietly("device", "show", device.role().name());
  }

  private JsonNode run(String... words) throws DemoFailedException {
    narrator.command(List.of(words));
    return quietly(words);
  }

  private JsonNode quietly(String... words) throws DemoFailedException {
    return commands.run(List.of(words));
  }

  private List<DemoDevice> devices() {
    return List.of(balcony, cellar, roof);
  }

  private static void expect(String what, String expected, String actual)
      throws DemoFailedException {
    if (!expected.equals(actual)) {
      throw new DemoFailedException(what + " " + actual + ", not " + expected);
    }
  }
}
