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

  private final Narrator narrator;
  private CommandProcess process;
  private volatile JsonNode last = JSON.createObjectNode();
  private final Set<String> phases = ConcurrentHashMap.newKeySet();

  private SimulatedRun(Narrator narrator) {
    this.narrator = narrator;
  }

  /** Starts it. */
  static SimulatedRun start(Stage stage, List<String> arguments, Narrator narrator)
      throws IOException {
    SimulatedRun run = new SimulatedRun(narrator);
    narrator.command(arguments);
    run.process = stage.start(arguments, run::heard);
    return run;
  }

  /** Waits until it says that it is in a phase. */
  void awaitPhase(String phase) throws DemoFailedException, InterruptedException {
    Waiting.until(
        "the device says '" + phase + "'", () -> phases.contains(phase) || !process.isAlive());
    if (!phases.contains(phase)) {
      throw new DemoFailedException("the device ended before '" + phase + "': " + last);
    }
  }

  /** Ends it as a power cut would. */
  void kill() throws InterruptedException {
    process.kill();
  }

  /** Waits until it ends by itself. */
  JsonNode awaitSummary(String outcome) throws DemoFailedException, InterruptedException {
    if (process.awaitExit(Stage.PATIENCE).isEmpty()) {
      throw new DemoFailedException("the device still runs: " + last);
    }
    String came = last.path("outcome").asText("no outcome at all");
    if (!came.equals(outcome)) {
      throw new DemoFailedException(
          "the device was expected to end " + outcome + ", but said " + last);
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
    if (phase.equals("transferring")) {
      narrator.progress(last.path("blocks").asLong(), last.path("of").asLong());
    } else if (!phase.isEmpty()) {
      String version = last.has("version") ? ", version " + last.get("version") : "";
      String detail = last.has("detail") ? ": " + last.get("detail").asText() : "";
      narrator.say("the device: " + phase + version + detail);
    }
  }
}
