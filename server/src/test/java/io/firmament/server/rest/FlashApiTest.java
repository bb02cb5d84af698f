package io.firmament.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** API1, API5, DEV6: what a device's PUT takes, and what it refuses. */
class FlashApiTest {
  private static final String ONE = "000000000000000000000001";
  private static final String P = "/v1/products/sensor-node";
  private static final String BOUNDARY = "x";

  @TempDir private Path folder;
  private RestFixture api;
  private Client root;

  @BeforeEach
  void start() throws Exception {
    api = RestFixture.start(folder);
    root = Client.stranger(api.uri()).showing(api.token());
    root.post("/v1/products", "{\"name\":\"Sensor node\",\"platform_id\":12}").is(201);
    root.post(P + "/devices", "{\"id\":\"" + ONE + "\"}").is(200);
  }

  @AfterEach
  void stop() throws IOException {
    api.close();
  }

  private static String file(String field, String name, String content) {
    return part(field + "\"; filename=\"" + name, content);
  }

  private static String part(String name, String content) {
    return "--x\r\nContent-Disposition: form-data; name=\""
        + name
        + "\"\r\n\r\n"
        + content
        + "\r\n";
  }

  private Client.Reply put(String path, String... parts) throws Exception {
    byte[] body = (String.join("", parts) + "--x--\r\n").getBytes(StandardCharsets.UTF_8);
    return root.send(
        "PUT", path, "multipart/form-data;boundary=" + BOUNDARY, BodyPublishers.ofByteArray(body));
  }

  @Test
  void a_file_for_a_device_that_is_not_here_is_refused() throws Exception {
    for (String path : new String[] {"/v1/devices/" + ONE, P + "/devices/" + ONE}) {
      put(path, file("file", "(scratch)", "\0image"), part("latest", "true"))
          .refuses(404, "offline");
    }
  }

  @Test
  void sources_are_refused_by_their_names_their_number_and_their_content() throws Exception {
    String path = "/v1/devices/" + ONE;
    put(path, file("file", "blink.ino", "\0")).refuses(400, "invalid_request");
    put(path, file("file", "(scratch)", "void loop() {}")).refuses(400, "source");
    put(path, file("file", "(scratch)", "\0"), file("file2", "(scratch)", "\0"))
        .refuses(400, "source");
  }

  @Test
  void a_bundle_is_refused_in_words_of_its_own() throws Exception {
    put("/v1/devices/" + ONE, file("file", "(scratch)", "PK\3\4\0")).refuses(400, "bundle");
  }

  @Test
  void parts_without_a_file_are_named_values_as_in_any_other_body() throws Exception {
    Client.Reply reply = put("/v1/devices/" + ONE, part("name", "Attic")).is(200);
    assertThat(reply.at("/name").asText()).isEqualTo("Attic");
  }

  @Test
  void force_is_answered_and_shown() throws Exception {
    Client.Reply reply =
        root.put("/v1/devices/" + ONE, "{\"firmware_updates_forced\":true}").is(200);
    assertThat(reply.at("/firmware_updates_forced").asBoolean()).isTrue();
    Client.Reply shown = root.get("/v1/devices/" + ONE).is(200);
    assertThat(shown.at("/firmware_updates_forced").asBoolean()).isTrue();
  }
}
