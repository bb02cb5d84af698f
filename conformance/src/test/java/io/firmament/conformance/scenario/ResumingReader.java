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

  /** The server has died: what it had sent is read to its end. */
  void interrupted() {
    await().atMost(Cloud.PATIENCE).until(tape::ended);
    take();
  }

  /** The server is there again. */
  void resume(Operator operator) throws IOException, InterruptedException {
    tape = EventTape.of(operator, heard.isEmpty() ? 0 : heard.lastKey());
  }

  /** All that it has heard is all that the server tells a reader who comes now, once each. */
  int assertWhole(Operator operator) throws IOException, InterruptedException {
    try (EventTape replay = EventTape.of(operator, 0)) {
      await()
          .atMost(Cloud.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(replay.events()).isNotEmpty();
                long last = replay.events().lastKey();
                assertThat(tape.events().isEmpty() || tape.events().lastKey() >= last).isTrue();
              });
      long last = replay.events().lastKey();
      take();
      assertThat(heard.headMap(last, true)).isEqualTo(replay.events().headMap(last, true));
      return heard.size();
    }
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
