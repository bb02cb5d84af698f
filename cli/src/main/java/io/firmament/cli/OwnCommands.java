package io.firmament.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.demo.Commands;
import io.firmament.cli.demo.DemoFailedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The commands of this program, run in this process; what they print is read, not shown. */
final class OwnCommands implements Commands {
  private final Host outside;
  private final Map<String, String> environment = new HashMap<>();

  OwnCommands(Host outside) {
    this.outside = outside;
    environment.putAll(outside.environment());
  }

  @Override
  public void use(String url, String token) {
    environment.put("FIRMAMENT_URL", url);
    environment.put("FIRMAMENT_TOKEN", token);
  }

  @Override
  public JsonNode run(List<String> arguments) throws DemoFailedException {
    List<String> words = new ArrayList<>(arguments);
    words.add("--json");
    QuietHost quiet = new QuietHost(outside, environment);
    int code = CommandTree.run(quiet, words.toArray(String[]::new));
    if (code != ExitCode.DONE) {
      throw new DemoFailedException(
          "'firmament "
              + String.join(" ", arguments)
              + "' ended with "
              + code
              + ": "
              + quiet.errors());
    }
    return lastValue(quiet.results());
  }

  private static JsonNode lastValue(String results) throws DemoFailedException {
    List<String> lines = results.lines().toList();
    try {
      return lines.isEmpty()
          ? ApiClient.JSON.nullNode()
          : ApiClient.JSON.readTree(lines.get(lines.size() - 1));
    } catch (JsonProcessingException e) {
      throw new DemoFailedException("a command with --json printed " + results);
    }
  }
}
