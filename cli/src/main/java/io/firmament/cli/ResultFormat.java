package io.firmament.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import picocli.CommandLine.Option;

/** {@code --json}, for every command. */
final class ResultFormat {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--json", description = "Print the result as JSON, one value a line.")
  private boolean json;

  boolean isJson() {
    return json;
  }

  /** Prints a result in the form that was asked for. */
  void print(Terminal terminal, JsonNode result, Runnable inWords) {
    if (json) {
      terminal.out().println(text(result));
      terminal.out().flush();
    } else {
      inWords.run();
    }
  }

  /** A value on one line. */
  static String text(JsonNode value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of values can always be written", e);
    }
  }
}
