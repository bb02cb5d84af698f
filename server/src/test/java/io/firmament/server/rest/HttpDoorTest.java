package io.firmament.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.server.app.Caller;
import io.firmament.server.app.RefusedException;
import io.firmament.server.app.StoreFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every request, whatever it asks for. */
class HttpDoorTest {
  private static final String TOKEN = "good";
  private static final RestLimits LIMITS =
      SmallLimits.of(
          Map.of(
              "headerBytes", 2_048,
              "bodyBytes", 1_000,
              "tokenTries", 3));

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path folder;
  private RestServer server;

  @BeforeEach
  void start() throws IOException {
    RestSettings settings =
        new RestSettings(InetAddress.getLoopbackAddress(), 0, folder.resolve("spool"), LIMITS);
    List<Route> routes =
        List.of(
            Route.get("/v1/fixed", Needs.TOKEN, call -> Answer.ok(echo(call))),
            Route.get("/v1/:name", Needs.TOKEN, call -> Answer.ok(echo(call))),
            Route.post("/v1/echo", Needs.TOKEN, call -> Answer.created(call.fields().tree())),
            Route.put("/v1/:name", Needs.TOKEN, call -> Answer.ok(echo(call))),
            Route.delete("/v1/:name", Needs.TOKEN, call -> new Answer.Nothing()),
            Route.get("/v1/:name/file", Needs.TOKEN, HttpDoorTest::file),
            Route.get("/v1/:name/failure", Needs.TOKEN, HttpDoorTest::failure));
    server =
        RestServer.start(
            settings,
            routes,
            new Admission(
                token -> token.equals(TOKEN) ? Optional.of(new Caller("me")) : Optional.empty(),
                caller -> true,
                new Gatekeeper(new Named(null, null)),
                new Repetitions(null),
                new TokenTries(LIMITS.tokenTries(), LIMITS.tokenTryEvery())),
            (wish, wake) -> {
              throw new AssertionError("no route here opens a stream");
            },
            now::get);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static ObjectNode echo(Call call) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("caller", call.caller().name());
    call.path().forEach(json::put);
    return json;
  }

  private static Answer file(Call call) {
    byte[] octets = call.segment("name").getBytes(StandardCharsets.UTF_8);
    return new Answer.File(OptionalLong.of(octets.length), out -> out.write(octets));
  }

  private static Answer failure(Call call) throws RefusedException {
    switch (call.segment("name")) {
      case "missing":
        throw refused(RefusedException.Kind.NOT_FOUND);
      case "conflict":
        throw refused(RefusedException.Kind.CONFLICT);
      case "disk":
        throw new StoreFailedException("the disk is full", new IOException());
      default:
        throw new IllegalStateException("a mistake of ours, with /secret/path in it");
    }
  }

  private static RefusedException refused(RefusedException.Kind kind) {
    return new RefusedException(kind, "it is so", "do that");
  }

  @Test
  void nobody_without_a_token_learns_even_what_is_there() throws Exception {
    for (String path : List.of("/v1/fixed", "/v1/nothing/here", "/", "/favicon.ico")) {
      HttpResponse<String> response = http.send(request(path).build(), BodyHandlers.ofString());

      assertProblem(response, 401, "invalid_token");
      assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
    }
  }

  @Test
  void token_is_taken_from_header_query_or_form() throws Exception {
    HttpResponse<String> query =
        http.send(request("/v1/fixed?access_token=good").build(), BodyHandlers.ofString());
    HttpResponse<String> form =
        http.send(
            request("/v1/echo")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("access_token=good&groups[]=a&groups[]=b&x=1%202"))
                .build(),
            BodyHandlers.ofString());

    assertThat(query.statusCode()).isEqualTo(200);
    assertThat(form.statusCode()).as(form.body()).isEqualTo(201);
    assertThat(json(form).at("/groups/1").asText()).isEqualTo("b");
    assertThat(json(form).get("x").asText()).isEqualTo("1 2");
    assertThat(get("/v1/fixed").statusCode()).isEqualTo(200);
  }

  @Test
  void wrong_token_in_the_header_is_not_saved_by_a_good_one_in_the_query() throws Exception {
    HttpResponse<String> response =
        http.send(
            request("/v1/fixed?access_token=good").header("Authorization", "Bearer null").build(),
            BodyHandlers.ofString());

    assertProblem(response, 401, "invalid_token");
  }

  @Test
  void fourth_wrong_token_is_not_even_looked_at_until_time_has_passed() throws Exception {
    for (String token : List.of("a", "b", "b", "b", "c")) {
      assertThat(with(token).statusCode()).as(token).isEqualTo(401);
    }

    HttpResponse<String> refused = with(TOKEN);

    assertProblem(refused, 429, "too_many_tries");
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("6");
    now.updateAndGet(t -> t.plusSeconds(6));
    assertThat(with(TOKEN).statusCode()).isEqualTo(200);
  }

  @Test
  void unknown_path_and_wrong_method_are_told_apart() throws Exception {
    assertProblem(get("/v2/fixed"), 404, "not_found");
    HttpResponse<String> wrong =
        http.send(
            request("/v1/echo/file").header("Authorization", "Bearer good").DELETE().build(),
            BodyHandlers.ofString());
    assertProblem(wrong, 405, "method_not_allowed");
    assertThat(wrong.headers().firstValue("Allow")).hasValue("GET");
  }

  @Test
  void encoded_slash_and_space_stay_in_their_segment() throws Exception {
    assertThat(json(get("/v1/spark%2Fflash%20now")).get("name").asText())
        .isEqualTo("spark/flash now");
    assertThat(json(get("/v1/100%25%20%C3%A4")).get("name").asText()).isEqualTo("100% ä");
    assertProblem(raw("GET /v1/%ff HTTP/1.1"), 400, "invalid_request");
    assertProblem(raw("GET /v1/%4 HTTP/1.1"), 400, "invalid_request");
  }

  @Test
  void one_octet_over_the_body_limit_is_refused() throws Exception {
    assertThat(post("{\"a\":\"" + "x".repeat(992) + "\"}").statusCode()).isEqualTo(201);
    assertProblem(post("{\"a\":\"" + "x".repeat(993) + "\"}"), 413, "too_large");
  }

  @Test
  void one_octet_over_the_header_limit_is_refused_in_json() throws Exception {
    String rest = "\r\nHost: x\r\nAuthorization: Bearer good\r\nConnection: close\r\n\r\n";
    String begun = "GET /v1/fixed HTTP/1.1\r\nX: ";
    int left = LIMITS.headerBytes() - begun.length() - rest.length();
    assertThat(raw(begun + "y".repeat(left))).startsWith("HTTP/1.1 200");
    assertProblem(raw(begun + "y".repeat(left + 1)), 431, "too_large");
  }

  @Test
  void what_is_not_http_is_answered_in_json() throws Exception {
    assertProblem(raw("GET /v1/fixed HTTP/1.1\r\nContent-Length: x"), 400, "invalid_request");
  }

  @Test
  void body_that_is_no_json_object_is_refused() throws Exception {
    for (String body : List.of("[1]", "{", "{\"a\":1,\"a\":2}", "{} {}", "1", "[".repeat(50))) {
      assertProblem(post(body), 400, "invalid_request");
    }
    HttpResponse<String> xml =
        http.send(
            request("/v1/echo")
                .header("Authorization", "Bearer good")
                .header("Content-Type", "text/xml")
                .POST(BodyPublishers.ofString("<a/>"))
                .build(),
            BodyHandlers.ofString());
    assertProblem(xml, 415, "unsupported_media_type");
  }

  @Test
  void refusals_and_failures_have_their_status_and_no_stack_trace() throws Exception {
    assertProblem(get("/v1/missing/failure"), 404, "not_found");
    assertProblem(get("/v1/conflict/failure"), 409, "conflict");
    assertProblem(get("/v1/disk/failure"), 503, "storage_failed");
    HttpResponse<String> ours = get("/v1/ours/failure");
    assertProblem(ours, 500, "internal_error");
    assertThat(ours.body()).doesNotContain("/secret/path").doesNotContain("java");
  }

  @Test
  void delete_answers_204_without_a_body_and_a_file_is_octets() throws Exception {
    HttpResponse<String> deleted =
        http.send(
            request("/v1/x").header("Authorization", "Bearer good").DELETE().build(),
            BodyHandlers.ofString());
    assertThat(deleted.statusCode()).isEqualTo(204);
    assertThat(deleted.body()).isEmpty();
    HttpResponse<String> file = get("/v1/octets/file");
    assertThat(file.body()).isEqualTo("octets");
    assertThat(file.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
    assertThat(file.headers().firstValue("Content-Length")).hasValue("6");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        request(path).header("Authorization", "Bearer " + TOKEN).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> with(String token) throws Exception {
    return http.send(
        request("/v1/fixed").header("Authorization", "Bearer " + token).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String body) throws Exception {
    return http.send(
        request("/v1/echo")
            .header("Authorization", "Bearer " + TOKEN)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.uri() + path));
  }

  /** Sends octets that no decent client would; returns status, headers and body. */
  private String raw(String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String request =
          head + "\r\nHost: x\r\nAuthorization: Bearer good\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void assertProblem(String raw, int status, String code) throws IOException {
    assertThat(raw).startsWith("HTTP/1.1 " + status).contains("application/json");
    JsonNode body = Fields.JSON.readTree(raw.substring(raw.indexOf("\r\n\r\n") + 4));
    assertThat(body.get("error").asText()).isEqualTo(code);
  }

  private static void assertProblem(HttpResponse<String> response, int status, String code)
      throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    JsonNode body = json(response);
    assertThat(body.get("ok").asBoolean()).isFalse();
    assertThat(body.get("error").asText()).isEqualTo(code);
    assertThat(body.get("error_description").asText()).isNotBlank();
    assertThat(body.at("/errors/0/message").asText()).isNotBlank();
    assertThat(body.get("hint").asText()).isNotBlank();
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return Fields.JSON.readTree(response.body());
  }
}
