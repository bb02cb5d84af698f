package io.firmament.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a command does when its server hangs up instead of answering. */
class ApiClientTest {
  private static final String HANG_UP = "";
  private static final String UNDER_WAY = "409 {\"error\":\"in_progress\"}";
  private static final String DONE = "200 {\"ok\":true}";
  private static final ObjectNode BODY = JsonNodeFactory.instance.objectNode().put("x", 1);

  private final Deque<String> answers = new ArrayDeque<>();
  private final List<String> keys = new ArrayList<>();
  private HttpServer server;
  private ApiClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    client = client(Duration.ofSeconds(30));
  }

  private ApiClient client(Duration patience) {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new ApiClient(uri, "token", patience);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    keys.add(key == null ? "none" : key);
    exchange.getRequestBody().readAllBytes();
    String answer = answers.remove();
    if (!answer.isEmpty()) {
      byte[] body = answer.substring(4).getBytes(UTF_8);
      exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Test
  void change_whose_answer_was_lost_is_asked_for_again_under_its_key() throws Exception {
    answers.addAll(List.of(HANG_UP, HANG_UP, UNDER_WAY, DONE));

    assertThat(client.post("/v1/products", BODY).path("ok").asBoolean()).isTrue();

    assertThat(keys).hasSize(4).containsOnly(keys.get(0)).doesNotContain("none");
  }

  @Test
  void each_change_has_a_key_of_its_own() throws Exception {
    answers.addAll(List.of(DONE, DONE, DONE));

    client.post("/v1/products", BODY);
    client.put("/v1/products/1", BODY);
    client.delete("/v1/devices/1");

    assertThat(keys).doesNotHaveDuplicates().doesNotContain("none");
  }

  @Test
  void secret_and_what_changes_nothing_have_none_and_secrets_are_not_repeated() throws Exception {
    answers.addAll(List.of(DONE, DONE, HANG_UP));

    client.get("/v1/products");
    client.ask("/v1/devices/1/ping", "PUT", BODY);
    assertThatThrownBy(() -> client.post("/v1/access_tokens", BODY))
        .isInstanceOf(CommandFailedException.class);

    assertThat(keys).containsExactly("none", "none", "none");
  }

  @Test
  void refusal_behind_a_lost_answer_is_told() {
    answers.addAll(List.of(HANG_UP, "404 {\"error_description\":\"no such device\"}"));

    assertThatThrownBy(() -> client.put("/v1/devices/1", BODY)).hasMessage("no such device");
  }

  @Test
  void what_was_under_way_from_the_start_and_a_server_that_is_not_there_are_told_at_once() {
    answers.add(UNDER_WAY);
    assertThatThrownBy(() -> client.put("/v1/devices/1", BODY))
        .isInstanceOf(CommandFailedException.class);
    assertThat(keys).hasSize(1);

    server.stop(0);

    assertThatThrownBy(() -> client.put("/v1/devices/1", BODY))
        .hasMessageContaining("cannot reach the server");
  }

  @Test
  void patience_ends() {
    answers.add(HANG_UP);

    assertThatThrownBy(() -> client(Duration.ZERO).put("/v1/devices/1", BODY))
        .hasMessageContaining("broke");
    assertThat(keys).hasSize(1);
  }
}
