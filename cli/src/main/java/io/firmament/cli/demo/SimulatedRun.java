package io.firmament.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firmament.cli.process.CommandProcess;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One process of the simulated device, and what it says. */
final class SimulatedRun implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Narrator narrator;
  private final Journey journey;
  private CommandProcess process;
  private volatile JsonNode last = JSON.createObjectNode();
  private final Set<String> phases = ConcurrentHashMap.newKeySet();

  private SimulatedRun(String name, Narrator narrator, Journey journey) {
    this.name = name;
    this.journey = journey;
    this.narrator = narrator;
  }

  /** Starts it. */
  static SimulatedRun start(
      Stage stage, String name, List<String> arguments, Narrator narrator, Journey journey)
      throws IOException {
    SimulatedRun run = new SimulatedRun(name, narrator, journey);
    narrator.command(arguments);
    run.process = stage.start(arguments, run::heard);
    return run;
  }

  /** Waits until it says that it is in a phase. */
  void awaitPhase(String phase) throws DemoFailedException, InterruptedException {
    Waiting.until(
        name + " says '" + phase + "'", () -> phases.contains(phase) || !process.isAlive());
    if (!phases.contains(phase)) {
      throw new DemoFailedException(name + " ended before '" + phase + "': " + last);
    }
  }

  /** Ends it as a power cut would. */
  void kill() throws InterruptedException {
    process.kill();
  }

  /** Waits until it ends by itself. */
  JsonNode awaitSummary(String outcome) throws DemoFailedException, InterruptedException {
    if (process.awaitExit(Stage.PATIENCE).isEmpty()) {
      throw new DemoFailedException(name + " still runs: " + last);
    }
    String came = last.path("outcome").asText("no outcome at all");
    if (!came.equals(outcome)) {
      throw new DemoFailedException(
          name + " was expected to end " + outcome + ", but said " + last);
    }
    return last;
  }

  @Override
  public void close() {
    process.close();
  }

  private void heard(String line) {
    try {
      last = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      narrator.say(line);
      return;
    }
    String phase = last.path("phase").asText("");
    phases.add(phase);
    journey.heard(last);
    if (phase.equals("transferring")) {
      narrator.progress(name, last.path("blocks").asLong(), last.path("of").asLong());
    } else if (!phase.isEmpty()) {
      String version = last.has("version") ? ", version " + last.get("version") : "";
      String detail = last.has("detail") ? ": " + last.get("detail").asText() : "";
      narrator.say(name + ": " + phase + version + detail);
    }
  }
}
