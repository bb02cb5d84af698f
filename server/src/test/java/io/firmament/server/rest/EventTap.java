package io.firmament.server.rest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** An open event stream. */
final class EventTap implements AutoCloseable {
  private final InputStream in;

  private EventTap(InputStream in) {
    this.in = in;
  }

  static EventTap open(String uri, String token) throws IOException, InterruptedException {
    return open(uri, token, "");
  }

  /** From behind an event on. */
  static EventTap open(String uri, String token, String after)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(uri))
                    .header("Authorization", "Bearer " + token)
                    .header("Last-Event-ID", after)
                    .build(),
                BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new AssertionError("no stream, but " + response.statusCode());
    }
    return new EventTap(response.body());
  }

  /** All that comes until a line begins so. */
  String until(String line) throws IOException {
    StringBuilder all = new StringBuilder();
    while (all.indexOf("\n" + line) < 0) {
      byte[] octets = new byte[1_024];
      int count = in.read(octets);
      if (count < 0) {
        throw new AssertionError("the stream ended with " + all);
      }
      all.append(new String(octets, 0, count, StandardCharsets.UTF_8));
    }
    return all.toString();
  }

  /** All that comes until the server ends it. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
