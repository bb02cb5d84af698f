package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** What a server wants to be known beside its answer. */
final class Warnings {
  private Warnings() {}

  static void say(Host host, JsonNode answer) {
    answer
        .path("warnings")
        .forEach(text -> host.err().println("firmament: warning: " + text.asText()));
  }
}
