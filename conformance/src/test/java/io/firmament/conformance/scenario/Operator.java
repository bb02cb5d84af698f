package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.function.Predicate;

/** Somebody with a token and nothing but HTTP. */
public final class Operator {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BOUNDARY = "a-boundary-that-no-firmware-has";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final String token;

  Operator(String url, String token) {
    this.url = url;
    this.token = token;
  }

  public JsonNode get(String path) throws IOException, InterruptedException {
    return call("GET", path, null, 200);
  }

  public JsonNode put(String path, Map<String, ?> body) throws IOException, InterruptedException {
    return call("PUT", path, body, 200);
  }

  public JsonNode post(String path, Map<String, ?> body, int status)
      throws IOException, InterruptedException {
    return call("POST", path, body, status);
  }

  JsonNode delete(String path, int status) throws IOException, InterruptedException {
    return call("DELETE", path, null, status);
  }

  /** A product of devices on platform 1. */
  String product(String name) throws IOException, InterruptedException {
    return product(name, 1);
  }

  /** A product of devices on a platform. */
  String product(String name, int platform) throws IOException, InterruptedException {
    return post("/v1/products", Map.of("name", name, "platform_id", platform), 201)
        .at("/product/slug")
        .asText();
  }

  /** A device with the credential that {@code certs device} made. */
  public void device(String product, String id, String pskBase64)
      throws IOException, InterruptedException {
    post(
        "/v1/products/" + product + "/devices",
        Map.of("id", id, "credential", Map.of("kind", "psk", "key", pskBase64)),
        200);
  }

  /** Uploads a firmware and waits until all its encodings are made. */
  JsonNode upload(String product, Path file, int version) throws IOException, InterruptedException {
    HttpResponse<String> response = tryUpload(product, file, version);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return awaitJson(
        "/v1/products/" + product + "/firmware/" + version,
        firmware -> firmware.get("encoded").asBoolean());
  }

  /** Uploads a firmware, whatever the answer. */
  public HttpResponse<String> tryUpload(String product, Path file, int version)
      throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    part(body, "file\"; filename=\"firmware.bin", Files.readAllBytes(file));
    part(body, "version", Integer.toString(version).getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    HttpRequest request =
        request("/v1/products/" + product + "/firmware")
            .header("Content-Type", "multipart/form-data;boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  /** Flashes a file as version 7, whatever the answer; as Particle's clients do it. */
  HttpResponse<String> tryFlash(String device, Path file) throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    part(body, "file\"; filename=\"(scratch)", Files.readAllBytes(file));
    part(body, "latest", "true".getBytes(StandardCharsets.US_ASCII));
    part(body, "version", "7".getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    HttpRequest request =
        request("/v1/devices/" + device)
            .header("Content-Type", "multipart/form-data;boundary=" + BOUNDARY)
            .PUT(BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  /** Waits until what is at a path is as it should be. */
  JsonNode awaitJson(String path, Predicate<JsonNode> condition) {
    return await().atMost(Cloud.PATIENCE).until(() -> get(path), condition);
  }

  /** Opens an event stream behind an event. */
  InputStream events(long after) throws IOException, InterruptedException {
    HttpRequest request =
        request("/v1/events").header("Last-Event-ID", Long.toString(after)).build();
    HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  private JsonNode call(String method, String path, Map<String, ?> body, int status)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path);
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    assertThat(response.statusCode())
        .as(method + " " + path + ": " + response.body())
        .isEqualTo(status);
    return JSON.readTree(response.body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", "Bearer " + token);
  }

  private static void part(ByteArrayOutputStream body, String name, byte[] content) {
    String head =
        "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n";
    body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    body.writeBytes(content);
    body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  public static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }
}
