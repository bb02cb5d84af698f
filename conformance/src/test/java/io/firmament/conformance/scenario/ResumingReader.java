package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Reads the event stream of a server that dies, and goes on behind what it has heard last. */
final class ResumingReader implements AutoCloseable {
  private final NavigableMap<Long, EventTape.Event> heard = new TreeMap<>();
  private EventTape tape;

  private ResumingReader(EventTape tape) {
    this.tape = tape;
  }

  static ResumingReader of(Operator operator) throws IOException, InterruptedException {
    return new ResumingReader(EventTape.of(operator, 0));
  }

  /** The stream has ended: what had come is read to its end. */
  void interrupted() {
    await().atMost(Cloud.PATIENCE).until(tape::ended);
    take();
  }

  /** Comes back behind what it has heard last; a stream that is still open is left. */
  void resume(Operator operator) throws IOException, InterruptedException {
    if (!tape.ended()) {
      tape.close();
      interrupted();
    }
    tape = EventTape.of(operator, heard.isEmpty() ? 0 : heard.lastKey());
  }

  /** All that it has heard is all that the server tells a reader who comes now, once each. */
  int assertWhole(Operator operator) throws IOException, InterruptedException {
    try (EventTape replay = EventTape.of(operator, 0)) {
      await("both have heard the newest event")
          .atMost(Cloud.PATIENCE)
          .until(() -> !replay.events().isEmpty() && replay.events().lastKey() == newest());
      take();
      assertThat(heard).isEqualTo(replay.events());
      return heard.size();
    }
  }

  private long newest() {
    return (tape.events().isEmpty() ? heard : tape.events()).lastKey();
  }

  private void take() {
    assertThat(tape.disorder()).as("an event twice, or out of order").isFalse();
    NavigableMap<Long, EventTape.Event> more = new TreeMap<>(tape.events());
    if (!heard.isEmpty() && !more.isEmpty()) {
      assertThat(more.firstKey()).as("no event twice").isGreaterThan(heard.lastKey());
    }
    heard.putAll(more);
  }

  @Override
  public void close() throws IOException {
    tape.close();
  }
}
