package io.firmament.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reader of a server that hangs up again and again (feature OBS1). */
class EventReaderTest {
  private final Deque<String> answers = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    asked.add(last == null ? "now" : last);
    String body = answers.poll();
    int status = body == null ? 401 : body.isEmpty() ? 503 : 200;
    byte[] octets = (status == 200 ? ":ok\n\n" + body : "{}").getBytes(UTF_8);
    exchange.sendResponseHeaders(status, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(octets);
    }
  }

  @Test
  void goes_on_behind_the_last_event_and_tells_none_twice() throws Exception {
    answers.add(event(4) + event(7));
    answers.add("");
    answers.add(event(8) + event(9) + event(10));

    read(OptionalLong.empty(), 4);

    assertThat(told)
        .containsExactly(
            "4 e {\"data\":\"4\"}",
            "7 e {\"data\":\"7\"}",
            "8 e {\"data\":\"8\"}",
            "9 e {\"data\":\"9\"}");
    assertThat(asked).containsExactly("now", "7", "7");
  }

  @Test
  void goes_on_where_the_stream_began_when_it_is_cut_before_the_first_event() throws Exception {
    answers.add("id: 4\n\n:\n\n");
    answers.add("");
    answers.add(event(7));

    read(OptionalLong.empty(), 1);

    assertThat(told).containsExactly("7 e {\"data\":\"7\"}");
    assertThat(asked).containsExactly("now", "4", "4");
  }

  @Test
  void event_that_was_cut_comes_again() throws Exception {
    String cut = event(5);
    for (int length = 1; length < cut.length(); length++) {
      answers.clear();
      asked.clear();
      told.clear();
      answers.add(event(3) + cut.substring(0, length));
      answers.add(event(5));

      read(OptionalLong.of(2), 2);

      assertThat(asked).as("cut after %d", length).containsExactly("2", "3");
      assertThat(told).containsExactly("3 e {\"data\":\"3\"}", "5 e {\"data\":\"5\"}");
    }
  }

  @Test
  void refusal_that_lasts_is_not_tried_again() {
    answers.add(event(1));

    assertThatThrownBy(() -> read(OptionalLong.empty(), 2))
        .isInstanceOfSatisfying(
            CommandFailedException.class, refused -> assertThat(refused.isUnknown()).isTrue());
    assertThat(asked).containsExactly("now", "1");
  }

  @Test
  void reader_who_is_given_up_knows_where_to_go_on() {
    answers.add(event(6));

    assertThatThrownBy(() -> reader(OptionalLong.empty()).read((id, name, event) -> true, 0))
        .hasMessageContaining("did not come back")
        .isInstanceOfSatisfying(
            CommandFailedException.class, given -> assertThat(given.hint()).contains("--after 6"));
  }

  private void read(OptionalLong last, int events) throws CommandFailedException {
    reader(last)
        .read(
            (id, name, event) -> {
              told.add(id + " " + name + " " + event);
              return told.size() < events;
            },
            60);
  }

  private EventReader reader(OptionalLong last) {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new EventReader(new ApiClient(uri, "token"), "/v1/events", last);
  }

  private static String event(int id) {
    return "id: " + id + "\nevent: e\ndata: {\"data\":\"" + id + "\"}\n\n";
  }
}
