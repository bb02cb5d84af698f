package io.firmament.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Reads an event stream (WHATWG HTML section 9.2.6), and goes on behind the last event when the
 * connection breaks.
 */
final class EventReader {
  private final ApiClient client;
  private final String path;
  private OptionalLong last;

  /** Told of events. */
  interface Listener {
    /**
     * An event came.
     *
     * @return whether more are wanted
     */
    boolean heard(long id, String name, ObjectNode event);
  }

  /**
   * @param last the id of the last event that is known; empty to begin with the next that happens
   */
  EventReader(ApiClient client, String path, OptionalLong last) {
    this.client = client;
    this.path = path;
    this.last = last;
  }

  /**
   * Reads until no more are wanted.
   *
   * @param patienceSeconds how long it tries to come back when the connection breaks
   * @throws CommandFailedException when the server refuses, or does not come back
   */
  void read(Listener listener, long patienceSeconds) throws CommandFailedException {
    InputStream stream = open();
    while (!told(stream, listener)) {
      stream = reopen(patienceSeconds);
    }
  }

  private InputStream open() throws CommandFailedException {
    return last.isPresent() ? client.openAfter(path, last.getAsLong()) : client.open(path);
  }

  private InputStream reopen(long patienceSeconds) throws CommandFailedException {
    Patience patience = new Patience(Duration.ofSeconds(patienceSeconds));
    while (!patience.isOver()) {
      try {
        return open();
      } catch (CommandFailedException notNow) {
        if (!notNow.isPassing()) {
          throw notNow;
        }
      }
      patience.pause();
    }
    throw CommandFailedException.failed(
        "the server ended the event stream and did not come back within " + patienceSeconds + " s",
        last.isPresent()
            ? "go on with '--after " + last.getAsLong() + "' when it is back"
            : "start the command again when it is back");
  }

  /** Whether all was told that is wanted; otherwise the connection broke. */
  private boolean told(InputStream stream, Listener listener) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      Map<String, String> fields = new HashMap<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int colon = line.indexOf(": ");
        if (colon > 0) {
          fields.put(line.substring(0, colon), line.substring(colon + 2));
        } else if (line.isEmpty()) {
          note(fields.getOrDefault("id", ""));
          if (fields.containsKey("data") && !tell(fields, listener)) {
            return true;
          }
          fields.clear();
        }
      }
      return false;
    } catch (IOException broken) {
      return false;
    }
  }

  /** An event counts when the empty line behind it has come: one that was cut comes again. */
  private boolean tell(Map<String, String> fields, Listener listener) throws IOException {
    ObjectNode event = event(fields.get("data"));
    return listener.heard(last.orElse(0), fields.getOrDefault("event", ""), event);
  }

  /** An id without an event says where a stream begins. */
  private void note(String id) {
    if (id.matches("[0-9]{1,18}")) {
      last = OptionalLong.of(Long.parseLong(id));
    }
  }

  private static ObjectNode event(String data) throws IOException {
    return ApiClient.JSON.readTree(data) instanceof ObjectNode event
        ? event
        : ApiClient.JSON.createObjectNode().put("data", data);
  }
}
