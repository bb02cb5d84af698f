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
import java.util.Optional;
import java.util.UUID;

/**
 * Talks to a server's HTTP API; every refusal becomes the command's failure, with its hint. What
 * changes something carries an {@code Idempotency-Key}: when its answer is lost it is asked for
 * again, and done once. Used by one thread.
 */
final class ApiClient {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int UNKNOWN = 401;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final URI server;
  private final Duration patience;
  private final Renewal renewal;
  private String token;

  /**
   * @param token what it proves itself with; empty for a stranger
   */
  ApiClient(URI server, String token) {
    this(server, token, PATIENCE, refused -> Optional.empty());
  }

  /**
   * @param renewal asked once when the token counts no longer
   */
  ApiClient(URI server, String token, Renewal renewal) {
    this(server, token, PATIENCE, renewal);
  }

  /**
   * @param patience how long an answer that was lost is asked for again
   */
  ApiClient(URI server, String token, Duration patience) {
    this(server, token, patience, refused -> Optional.empty());
  }

  private ApiClient(URI server, String token, Duration patience, Renewal renewal) {
    this.server = server;
    this.token = token;
    this.patience = patience;
    this.renewal = renewal;
  }

  /** Where a new token comes from. */
  interface Renewal {
    /**
     * Gets one.
     *
     * @param refused the one that counts no longer
     * @return empty where there is none to be had
     */
    Optional<String> renew(String refused) throws CommandFailedException;
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
    return json(request(path).GET());
  }

  /** Asks something that takes a body and changes nothing. */
  JsonNode ask(String path, String method, JsonNode body) throws CommandFailedException {
    return json(withBody(path).method(method, text(body)));
  }

  JsonNode post(String path, JsonNode body) throws CommandFailedException {
    return change(path, withBody(path).POST(text(body)));
  }

  JsonNode put(String path, JsonNode body) throws CommandFailedException {
    return change(path, withBody(path).PUT(text(body)));
  }

  void delete(String path) throws CommandFailedException {
    change(path, request(path).DELETE());
  }

  /** Takes away what is at a path, in the way that a body says. */
  void delete(String path, JsonNode body) throws CommandFailedException {
    change(path, withBody(path).method("DELETE", text(body)));
  }

  /** Uploads; the server is asked first whether it wants it. */
  JsonNode upload(String path, String contentType, BodyPublisher body)
      throws CommandFailedException {
    return change(path, announced(path, contentType).POST(body));
  }

  /** Uploads something that belongs to what is there; the server is asked first. */
  JsonNode replace(String path, String contentType, BodyPublisher body)
      throws CommandFailedException {
    return change(path, announced(path, contentType).PUT(body));
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
    HttpResponse<InputStream> response = send(request.GET(), BodyHandlers.ofInputStream());
    if (response.statusCode() == 200) {
      return response.body();
    }
    try (InputStream in = response.body()) {
      throw refused(response.statusCode(), in.readAllBytes());
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private static BodyPublisher text(JsonNode body) {
    return BodyPublishers.ofString(body.toString());
  }

  /**
   * A request whose body is sent when the server wants it. Older JDKs wait for ever when it does
   * not (JDK-8286171): there it is at least asked whether it knows who sends.
   */
  private HttpRequest.Builder announced(String path, String contentType)
      throws CommandFailedException {
    Runtime.Version jdk = Runtime.version();
    boolean mended = jdk.feature() >= 20 || (jdk.feature() == 17 && jdk.update() >= 17);
    if (!mended) {
      get("/v1/access_tokens/current");
    }
    return request(path).header("Content-Type", contentType).expectContinue(mended);
  }

  private HttpRequest.Builder withBody(String path) {
    return request(path).header("Content-Type", "application/json");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path));
  }

  /** The server keeps no answer that holds a secret, and so takes no key for it. */
  private static boolean isAboutSecrets(String path) {
    return path.startsWith("/oauth/")
        || path.startsWith("/v1/access_tokens")
        || path.startsWith("/v1/user");
  }

  private JsonNode change(String path, HttpRequest.Builder request) throws CommandFailedException {
    return isAboutSecrets(path)
        ? json(request)
        : repeated(request.header("Idempotency-Key", UUID.randomUUID().toString()));
  }

  /** Asks again while an answer is owed: from the moment on in which a connection was lost. */
  private JsonNode repeated(HttpRequest.Builder request) throws CommandFailedException {
    Patience left = new Patience(patience);
    boolean owed = false;
    while (true) {
      try {
        return json(request);
      } catch (CommandFailedException failed) {
        owed = owed || failed.isLost();
        if (!owed || !failed.isUnanswered() || left.isOver()) {
          throw failed;
        }
      }
      left.pause();
    }
  }

  private JsonNode json(HttpRequest.Builder request) throws CommandFailedException {
    HttpResponse<byte[]> response = send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() / 100 != 2) {
      throw refused(response.statusCode(), response.body());
    }
    return response.body().length == 0 ? MissingNode.getInstance() : tree(response.body());
  }

  /** Sends it, and once more with a new token where the old one counts no longer. */
  private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler)
      throws CommandFailedException {
    HttpResponse<T> response = sendOnce(request, handler);
    if (response.statusCode() != UNKNOWN || token.isEmpty()) {
      return response;
    }
    Optional<String> renewed = renewal.renew(token);
    if (renewed.isEmpty()) {
      return response;
    }
    token = renewed.get();
    return sendOnce(request, handler);
  }

  private <T> HttpResponse<T> sendOnce(HttpRequest.Builder request, BodyHandler<T> handler)
      throws CommandFailedException {
    if (!token.isEmpty()) {
      request.setHeader("Authorization", "Bearer " + token);
    }
    try {
      return http.send(request.build(), handler);
    } catch (ConnectException e) {
      throw unreachable(e);
    } catch (IOException e) {
      throw CommandFailedException.lost(
          "the connection to " + server + " broke: " + e.getMessage(),
          "look whether the server still runs, and try again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailedException.failed("interrupted", "");
    }
  }

  private CommandFailedException unreachable(IOException why) {
    String detail = why.getMessage() == null ? "" : ": " + why.getMessage();
    return CommandFailedException.unreachable(
        "cannot reach the server at " + server + detail,
        "start one with 'firmament serve', or name another one with --url");
  }

  private CommandFailedException refused(int status, byte[] body) throws CommandFailedException {
    JsonNode tree = tree(body);
    String message = tree.path("error_description").asText("the server answered " + status);
    String hint = tree.path("hint").asText("");
    return tree.path("error").asText().equals("in_progress")
        ? CommandFailedException.underWay(message, hint)
        : CommandFailedException.refused(status, message, hint);
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
