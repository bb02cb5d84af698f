package io.firmament.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;

/** Somebody who talks to the HTTP door, with some headers in each request. */
final class Client {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI server;
  private final Map<String, String> headers;

  private Client(URI server, Map<String, String> headers) {
    this.server = server;
    this.headers = headers;
  }

  /** One who shows nothing. */
  static Client stranger(URI server) {
    return new Client(server, Map.of());
  }

  /** The same with one more header. */
  Client with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Client(server, more);
  }

  /** The same with a token. */
  Client showing(String token) {
    return with("Authorization", "Bearer " + token);
  }

  /** An answer, read. */
  record Reply(int status, HttpHeaders headers, JsonNode body) {
    /** What is at a place of the body. */
    JsonNode at(String pointer) {
      return body.at(pointer);
    }

    /** Expects a status. */
    Reply is(int expected) {
      assertThat(status).as("%s", body).isEqualTo(expected);
      return this;
    }

    /** Expects a refusal, in every client's words. */
    Reply refuses(int expected, String code) {
      is(expected);
      assertThat(body.path("ok").asBoolean(true)).isFalse();
      assertThat(body.path("error").asText()).as("%s", body).isEqualTo(code);
      assertThat(body.path("error_description").asText()).isNotBlank();
      assertThat(body.at("/errors/0/message").asText()).isNotBlank();
      assertThat(body.path("hint").asText()).as("%s", body).isNotBlank();
      return this;
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  Reply get(String path) throws IOException, InterruptedException {
    return send("GET", path, "", BodyPublishers.noBody());
  }

  Reply delete(String path) throws IOException, InterruptedException {
    return send("DELETE", path, "", BodyPublishers.noBody());
  }

  Reply delete(String path, String json) throws IOException, InterruptedException {
    return send("DELETE", path, "application/json", BodyPublishers.ofString(json));
  }

  Reply post(String path, String json) throws IOException, InterruptedException {
    return send("POST", path, "application/json", BodyPublishers.ofString(json));
  }

  Reply put(String path, String json) throws IOException, InterruptedException {
    return send("PUT", path, "application/json", BodyPublishers.ofString(json));
  }

  Reply form(String method, String path, String form) throws IOException, InterruptedException {
    return send(method, path, "application/x-www-form-urlencoded", BodyPublishers.ofString(form));
  }

  Reply send(String method, String path, String type, BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path)).method(method, body);
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    headers.forEach(request::header);
    HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
    JsonNode json =
        response.body().length == 0
            ? MissingNode.getInstance()
            : Fields.JSON.readTree(response.body());
    return new Reply(response.statusCode(), response.headers(), json);
  }
}
