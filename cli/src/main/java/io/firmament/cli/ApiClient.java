package io.firmament.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Talks to a server's HTTP API; every refusal becomes the command's failure, with its hint. */
final class ApiClient {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final URI server;
  private final String token;

  /**
   * @param token what it proves itself with; empty for a stranger
   */
  ApiClient(URI server, String token) {
    this.server = server;
    this.token = token;
  }

  /** One segment of a path. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  URI server() {
    return server;
  }

  /** Whether a secret may be sent: over TLS, or to this machine. */
  boolean isConfidential() throws CommandFailedException {
    try {
      return server.getScheme().equals("https")
          || InetAddress.getByName(server.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw unreachable(e);
    }
  }

  JsonNode get(String path) throws CommandFailedException {
    return json(request(path).GET().build());
  }

  JsonNode post(String path, JsonNode body) throws CommandFailedException {
    return json(withBody(path).POST(BodyPublishers.ofString(body.toString())).build());
  }

  JsonNode put(String path, JsonNode body) throws CommandFailedException {
    return json(withBody(path).PUT(BodyPublishers.ofString(body.toString())).build());
  }

  void delete(String path) throws CommandFailedException {
    json(request(path).DELETE().build());
  }

  /** Takes away what is at a path, in the way that a body says. */
  void delete(String path, JsonNode body) throws CommandFailedException {
    json(withBody(path).method("DELETE", BodyPublishers.ofString(body.toString())).build());
  }

  /** Uploads; the server is asked first whether it wants it. */
  JsonNode upload(String path, String contentType, BodyPublisher body)
      throws CommandFailedException {
    return json(
        request(path).header("Content-Type", contentType).expectContinue(true).POST(body).build());
  }

  /** Uploads something that belongs to what is there; the server is asked first. */
  JsonNode replace(String path, String contentType, BodyPublisher body)
      throws CommandFailedException {
    return json(
        request(path).header("Content-Type", contentType).expectContinue(true).PUT(body).build());
  }

  /** Opens what goes on for long: a file, or an event stream. */
  InputStream open(String path) throws CommandFailedException {
    return open(request(path));
  }

  /** Opens an event stream behind an event. */
  InputStream openAfter(String path, long event) throws CommandFailedException {
    return open(request(path).header("Last-Event-ID", Long.toString(event)));
  }

  private InputStream open(HttpRequest.Builder request) throws CommandFailedException {
    HttpResponse<InputStream> response = send(request.GET().build(), BodyHandlers.ofInputStream());
    if (response.statusCode() == 200) {
      return response.body();
    }
    try (InputStream in = response.body()) {
      throw refused(response.statusCode(), in.readAllBytes());
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private HttpRequest.Builder withBody(String path) {
    return request(path).header("Content-Type", "application/json");
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private JsonNode json(HttpRequest request) throws CommandFailedException {
    HttpResponse<byte[]> response = send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() / 100 != 2) {
      throw refused(response.statusCode(), response.body());
    }
    return response.body().length == 0 ? MissingNode.getInstance() : tree(response.body());
  }

  private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws CommandFailedException {
    try {
      return http.send(request, handler);
    } catch (ConnectException e) {
      throw unreachable(e);
    } catch (IOException e) {
      throw CommandFailedException.away(
          "the connection to " + server + " broke: " + e.getMessage(),
          "look whether the server still runs, and try again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailedException.failed("interrupted", "");
    }
  }

  private CommandFailedException unreachable(IOException why) {
    String detail = why.getMessage() == null ? "" : ": " + why.getMessage();
    return CommandFailedException.away(
        "cannot reach the server at " + server + detail,
        "start one with 'firmament serve', or name another one with --url");
  }

  private CommandFailedException refused(int status, byte[] body) throws CommandFailedException {
    JsonNode tree = tree(body);
    return CommandFailedException.refused(
        status,
        tree.path("error_description").asText("the server answered " + status),
        tree.path("hint").asText(""));
  }

  private JsonNode tree(byte[] body) throws CommandFailedException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw noServer();
    } catch (IOException e) {
      throw new AssertionError("octets in memory can be read", e);
    }
  }

  private CommandFailedException noServer() {
    return CommandFailedException.failed(
        server + " answers, but not as a firmament server does", "check --url");
  }
}
