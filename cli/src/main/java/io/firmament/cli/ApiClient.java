package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The server's HTTP API, as the commands use it. */
final class ApiClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final int FIRST_ERROR_STATUS = 400;

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final URI server;
  private final String token;

  private ApiClient(URI server, String token) {
    this.server = server;
    this.token = token;
  }

  /**
   * @param url where the server is, such as {@code http://127.0.0.1:8080}
   * @param token who asks
   */
  static ApiClient of(String url, String token) throws CommandFailedException {
    try {
      URI server = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      if (server.getHost() != null) {
        return new ApiClient(server, token);
      }
    } catch (IllegalArgumentException e) {
      // Told below, with every other thing that is no URL of a server.
    }
    throw new CommandFailedException(
        "'" + url + "' is not the URL of a server", "write it like http://127.0.0.1:8080");
  }

  /** Whether what is sent stays on this machine or is encrypted. */
  boolean isPrivate() {
    String host = server.getHost();
    return "https".equals(server.getScheme())
        || host.equals("localhost")
        || host.equals("[::1]")
        || host.startsWith("127.");
  }

  JsonNode get(String path) throws CommandFailedException, InterruptedException {
    return send(request(path).GET());
  }

  JsonNode post(String path, JsonNode body) throws CommandFailedException, InterruptedException {
    return send(json(path).POST(BodyPublishers.ofString(body.toString())));
  }

  JsonNode put(String path, JsonNode body) throws CommandFailedException, InterruptedException {
    return send(json(path).PUT(BodyPublishers.ofString(body.toString())));
  }

  JsonNode delete(String path, JsonNode body) throws CommandFailedException, InterruptedException {
    return send(json(path).method("DELETE", BodyPublishers.ofString(body.toString())));
  }

  /** A request to a path, with the token. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path))
        .header("Authorization", "Bearer " + token);
  }

  /** Sends a request and reads its JSON answer; a null node where there is none. */
  JsonNode send(HttpRequest.Builder request) throws CommandFailedException, InterruptedException {
    HttpResponse<InputStream> response = exchange(request.build());
    try (InputStream body = response.body()) {
      JsonNode answer = JSON.readTree(body);
      return answer == null ? JSON.nullNode() : answer;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Sends a request and hands its answer over while it arrives; the caller closes it. */
  HttpResponse<InputStream> exchange(HttpRequest request)
      throws CommandFailedException, InterruptedException {
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() >= FIRST_ERROR_STATUS) {
        throw refused(response);
      }
      return response;
    } catch (IOException e) {
      throw new CommandFailedException(
          "the server at "
              + server
              + " does not answer"
              + (e.getMessage() == null ? "" : ": " + e.getMessage()),
          "is 'firmament serve' running there? --url or FIRMAMENT_URL says where it is");
    }
  }

  /** One segment of a path. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder json(String path) {
    return request(path).header("Content-Type", "application/json");
  }

  private static CommandFailedException refused(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      JsonNode error = JSON.readTree(body);
      String fallback = "the server answered " + response.statusCode();
      return new CommandFailedException(
          error.path("error_description").asText(fallback), error.path("hint").asText(""));
    } catch (IOException e) {
      return unreadable(e);
    }
  }

  private static CommandFailedException unreadable(IOException e) {
    return new CommandFailedException(
        "the server's answer cannot be read: " + e.getMessage(),
        "is there something else between you and the server?");
  }
}
