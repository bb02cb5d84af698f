package io.firmament.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.protocol.value.DeviceId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Event streams over real sockets (feature OBS1). */
@Timeout(30)
class EventStreamTest {
  private static final DeviceId DEVICE = new DeviceId("0123456789abcdef01234567");

  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path folder;
  private RestFixture api;

  @BeforeEach
  void start() throws IOException {
    api = RestFixture.start(folder);
  }

  @AfterEach
  void stop() throws IOException {
    api.close();
  }

  @Test
  void stream_says_ok_at_once_then_what_happens() throws Exception {
    try (BufferedReader stream = open("/v1/events?nonce=17")) {
      skipGreeting(stream);
      long id = api.happen("spark/flash/status", "started ", Optional.of(DEVICE));

      assertThat(stream.readLine()).isEqualTo("id: " + id);
      assertThat(stream.readLine()).isEqualTo("event: spark/flash/status");
      JsonNode data = data(stream.readLine());
      assertThat(data.get("data").asText()).isEqualTo("started ");
      assertThat(data.get("coreid").asText()).isEqualTo(DEVICE.hex());
      assertThat(data.get("ttl").asInt()).isEqualTo(60);
      assertThat(data.get("version").asInt()).isEqualTo(3);
      assertThat(data.get("public").asBoolean()).isFalse();
      assertThat(data.get("userid").asText()).isEmpty();
      assertThat(data.get("published_at").asText()).isEqualTo("2026-03-01T00:00:00Z");
      assertThat(stream.readLine()).isEmpty();
    }
  }

  @Test
  void prefix_with_an_encoded_slash_leaves_the_rest_out() throws Exception {
    try (BufferedReader stream = open("/v1/events/spark%2Ffl")) {
      skipGreeting(stream);
      api.happen("spark/status", "online", Optional.of(DEVICE));
      api.happen("spark/flash/status", "success ", Optional.of(DEVICE));

      assertThat(nextName(stream)).isEqualTo("spark/flash/status");
    }
  }

  @Test
  void device_stream_carries_no_event_of_the_product() throws Exception {
    try (BufferedReader stream = open("/v1/devices/events")) {
      skipGreeting(stream);
      api.happen("particle/firmware/create", "1", Optional.empty());
      api.happen("spark/status", "online", Optional.of(DEVICE));

      assertThat(nextName(stream)).isEqualTo("spark/status");
    }
  }

  @Test
  void reader_that_comes_back_gets_what_it_missed_and_nothing_twice() throws Exception {
    long first = api.happen("a", "1", Optional.empty());
    for (int i = 0; i < 3_000; i++) {
      api.happen("b", Integer.toString(i), Optional.empty());
    }
    try (BufferedReader stream = open("/v1/events", Long.toString(first))) {
      skipGreeting(stream);
      for (int i = 0; i < 3_000; i++) {
        assertThat(nextData(stream).get("data").asInt()).isEqualTo(i);
      }
      api.happen("c", "live", Optional.empty());
      assertThat(nextName(stream)).isEqualTo("c");
    }
  }

  @Test
  void reader_that_is_cut_off_before_its_first_event_knows_where_to_go_on() throws Exception {
    api.happen("before", "", Optional.empty());
    long begin;
    try (BufferedReader stream = open("/v1/events")) {
      begin = begun(stream);
    }
    api.happen("missed", "", Optional.empty());

    try (BufferedReader stream = open("/v1/events", Long.toString(begin))) {
      assertThat(begun(stream)).isEqualTo(begin);
      assertThat(nextName(stream)).isEqualTo("missed");
    }
  }

  @Test
  void last_event_id_that_is_none_is_refused() throws Exception {
    HttpResponse<String> response =
        http.send(request("/v1/events", "abc").build(), BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("Last-Event-ID");
  }

  @Test
  void silence_is_broken_before_nine_seconds() throws Exception {
    try (BufferedReader stream = open("/v1/events")) {
      skipGreeting(stream);
      CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> read(stream));
      // The greeting may be here before its writer has noted when it was written.
      await()
          .until(
              () -> {
                api.pass(Duration.ofMillis(7_000));
                return line.isDone();
              });

      assertThat(line.join()).isEqualTo(":");
      assertThat(stream.readLine()).isEmpty();
    }
  }

  private static String read(BufferedReader stream) {
    try {
      return stream.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void twenty_first_stream_of_a_token_is_refused_and_a_closed_one_makes_room() throws Exception {
    BufferedReader[] streams = new BufferedReader[20];
    for (int i = 0; i < streams.length; i++) {
      streams[i] = open("/v1/events");
    }

    HttpResponse<String> refused =
        http.send(request("/v1/events", "").build(), BodyHandlers.ofString());

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("too_many_streams");
    for (BufferedReader stream : streams) {
      stream.close();
    }
    await().until(this::canOpen);
  }

  @Test
  void stream_beyond_the_most_in_all_is_refused_whoever_asks() throws Exception {
    api.close();
    api = RestFixture.start(folder, SmallLimits.of(Map.of("streams", 3)));
    BufferedReader[] streams = new BufferedReader[3];
    for (int i = 0; i < streams.length; i++) {
      streams[i] = open("/v1/events");
    }

    HttpResponse<String> refused =
        http.send(request("/v1/events", "").build(), BodyHandlers.ofString());

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("too_many_streams");
    for (BufferedReader stream : streams) {
      stream.close();
    }
    await().until(this::canOpen);
  }

  @Test
  void reader_that_does_not_read_slows_nobody_and_is_dropped() throws Exception {
    String large = "x".repeat(60_000);
    try (Socket sleeper = sleeper();
        BufferedReader awake = open("/v1/events")) {
      for (int i = 0; i < 500; i++) {
        api.happen("large/" + i, large, Optional.empty());
        assertThat(nextName(awake)).isEqualTo("large/" + i);
      }
      BufferedReader[] others = new BufferedReader[18];
      for (int i = 0; i < others.length; i++) {
        others[i] = open("/v1/events");
      }
      assertThat(canOpen()).as("twenty are open").isFalse();
      api.pass(Duration.ofSeconds(30));

      await().until(this::canOpen);
      assertThat(sleeper.isClosed()).isFalse();
      assertThat(nextName(awake)).isEqualTo("x");
      for (BufferedReader other : others) {
        assertThat(nextName(other)).as("who reads stays").isEqualTo("x");
      }
    }
  }

  /** A reader that asks and then does nothing. */
  private Socket sleeper() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(api.uri().getHost(), api.uri().getPort()));
    String request =
        "GET /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + api.token() + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    await().until(() -> socket.getInputStream().available() > 0);
    return socket;
  }

  @Test
  void event_name_cannot_break_out_of_its_line() throws Exception {
    try (BufferedReader stream = open("/v1/events")) {
      skipGreeting(stream);
      api.happen("a\ndata: {}\n\nevent: forged", "x\n\ny", Optional.empty());

      assertThat(nextName(stream)).isEqualTo("a data: {}  event: forged");
      assertThat(data(stream.readLine()).get("data").asText()).isEqualTo("x\n\ny");
    }
  }

  @Test
  void server_that_stops_ends_its_streams() throws Exception {
    try (BufferedReader stream = open("/v1/events")) {
      skipGreeting(stream);
      api.close();

      assertThat(stream.readLine()).isNull();
    }
  }

  /** Something happens now and then, so that the server learns of readers that have gone. */
  private boolean canOpen() throws Exception {
    api.happen("x", "", Optional.empty());
    HttpResponse<InputStream> response =
        http.send(request("/v1/events", "").build(), BodyHandlers.ofInputStream());
    response.body().close();
    return response.statusCode() == 200;
  }

  private BufferedReader open(String path) throws Exception {
    return open(path, "");
  }

  private BufferedReader open(String path, String lastEventId) throws Exception {
    HttpResponse<InputStream> response =
        http.send(request(path, lastEventId).build(), BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder request(String path, String lastEventId) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(api.uri() + path))
            .header("Authorization", "Bearer " + api.token());
    return lastEventId.isEmpty() ? request : request.header("Last-Event-ID", lastEventId);
  }

  private static void skipGreeting(BufferedReader stream) throws IOException {
    assertThat(begun(stream)).isNotNegative();
  }

  /** Reads the first comment and behind which event the stream begins. */
  private static long begun(BufferedReader stream) throws IOException {
    assertThat(stream.readLine()).isEqualTo(":ok");
    assertThat(stream.readLine()).isEmpty();
    String id = stream.readLine();
    assertThat(id).matches("id: [0-9]+");
    assertThat(stream.readLine()).isEmpty();
    return Long.parseLong(id.substring("id: ".length()));
  }

  private static String nextName(BufferedReader stream) throws IOException {
    String line = stream.readLine();
    while (!line.startsWith("event: ")) {
      line = stream.readLine();
    }
    return line.substring("event: ".length());
  }

  private static JsonNode nextData(BufferedReader stream) throws IOException {
    String line = stream.readLine();
    while (!line.startsWith("data: ")) {
      line = stream.readLine();
    }
    return data(line);
  }

  private static JsonNode data(String line) throws IOException {
    assertThat(line).startsWith("data: ");
    return Fields.JSON.readTree(line.substring("data: ".length()));
  }
}
