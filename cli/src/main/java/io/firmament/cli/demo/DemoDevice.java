package io.firmament.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One device on stage: its process, which may be killed and started again, and its journey. */
final class DemoDevice implements AutoCloseable {
  private final Role role;
  private final Stage stage;
  private final Narrator narrator;
  private final Journey journey = new Journey();
  private SimulatedRun run;

  DemoDevice(Role role, Stage stage, Narrator narrator) {
    this.role = role;
    this.stage = stage;
    this.narrator = narrator;
  }

  Role role() {
    return role;
  }

  Journey journey() {
    return journey;
  }

  /**
   * Switches it on.
   *
   * @param incidents what happens to its link, as {@code device run --link} takes it
   */
  void start(String incidents, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("device", "run", "--id", role.id()));
    arguments.addAll(List.of("--credentials", credentials(), "--server", stage.coap()));
    arguments.addAll(List.of("--data", stage.path(role.name()).toString()));
    arguments.addAll(
        List.of("--link", role.link() + incidents, "--pace", Integer.toString(role.paceMillis())));
    arguments.addAll(List.of("--timeout", Long.toString(Stage.PATIENCE.toSeconds()), "--json"));
    arguments.addAll(List.of(more));
    run = SimulatedRun.start(stage, role.name(), arguments, narrator, journey);
  }

  /** A new journey begins. */
  void setOut() {
    journey.begin();
  }

  /** Waits until the cloud has answered it. */
  void awaitConnected() throws DemoFailedException, InterruptedException {
    run.awaitPhase("connected");
  }

  /** Waits until a share of the transfer is here. */
  void awaitShare(double share) throws DemoFailedException, InterruptedException {
    Waiting.until(
        "%.0f %% of the firmware is on %s".formatted(share * 100, role.name()),
        () -> journey.share() >= share);
  }

  /** Cuts its power, and says how many blocks it had. */
  long cutPower() throws InterruptedException {
    run.kill();
    return journey.cut();
  }

  /** Waits until its process ends by itself, and tells the journey. */
  Chapter awaitEnd(String what, String outcome) throws DemoFailedException, InterruptedException {
    JsonNode summary = run.awaitSummary(outcome);
    long total = (summary.get("encodedBytes").asLong() + 1023) / 1024;
    long again = journey.again() + summary.get("repeatedBlocks").asLong();
    return new Chapter(
        what,
        journey.text() + " (" + connection(summary) + ")",
        summary.get("outcome").asText(),
        total + again,
        again,
        summary.get("wireBytesUp").asLong(),
        summary.get("wireBytesDown").asLong(),
        journey.seconds());
  }

  /** What it took to stay connected since its last start. */
  private static String connection(JsonNode summary) {
    JsonNode link = summary.path("link");
    return "full handshakes %d, resumptions %d, new addresses %d, lost %d, lost in blackouts %d"
        .formatted(
            summary.path("handshakes").asLong(),
            summary.path("resumes").asLong(),
            link.path("rebinds").asLong(),
            dropped(link, "loss"),
            dropped(link, "blackout"));
  }

  private static long dropped(JsonNode link, String fate) {
    return link.at("/up/dropped/" + fate).asLong() + link.at("/down/dropped/" + fate).asLong();
  }

  /** Where its credential lies. */
  String credentials() {
    return stage.path("certs").resolve("devices").resolve(role.id()).toString();
  }

  @Override
  public void close() {
    if (run != null) {
      run.close();
    }
  }
}
