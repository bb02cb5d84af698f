package io.firmament.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Records an event stream from some event on, until it is closed. */
final class EventTape implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final NavigableMap<Long, Event> events = new ConcurrentSkipListMap<>();
  private final InputStream stream;
  private volatile boolean disorder;
  private volatile boolean ended;

  /**
   * One event.
   *
   * @param name what happened
   * @param data its content
   */
  record Event(String name, JsonNode data) {
    String device() {
      return data.path("coreid").asText();
    }

    String text() {
      return data.path("data").asText();
    }
  }

  private EventTape(InputStream stream) {
    this.stream = stream;
  }

  /** Records what happens behind an event; 0 for all that is kept. */
  static EventTape of(Operator operator, long after) throws IOException, InterruptedException {
    EventTape tape = new EventTape(operator.events(after));
    Thread reader = new Thread(tape::read, "event-tape");
    reader.setDaemon(true);
    reader.start();
    return tape;
  }

  /** What was heard so far, by event id. */
  NavigableMap<Long, Event> events() {
    return events;
  }

  /** Whether an event came twice, or after a later one. */
  boolean disorder() {
    return disorder;
  }

  /** Whether its stream has ended, and all that came was heard. */
  boolean ended() {
    return ended;
  }

  private void read() {
    String name = "";
    long id = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring("event: ".length());
        } else if (line.startsWith("id: ")) {
          id = Long.parseLong(line.substring("id: ".length()));
        } else if (line.startsWith("data: ")) {
          add(id, new Event(name, JSON.readTree(line.substring("data: ".length()))));
        }
      }
    } catch (IOException closed) {
      // The tape ends with its stream.
      return;
    } finally {
      ended = true;
    }
  }

  private void add(long id, Event event) {
    disorder |= !events.isEmpty() && events.lastKey() >= id;
    events.put(id, event);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
