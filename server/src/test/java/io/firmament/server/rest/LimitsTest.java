package io.firmament.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firmament.protocol.value.Digest;
import io.firmament.server.access.Rights;
import io.firmament.server.app.Caller;
import io.firmament.server.app.KeepAnswers;
import io.firmament.server.app.NewUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As much as is taken, and one more; what other tests do not go to the end of. */
class LimitsTest {
  private static final String P = "/v1/products/1";
  private static final String PASSWORD = "correct horse";

  @TempDir private Path folder;
  private RestFixture api;
  private Client root;

  @BeforeEach
  void start() throws Exception {
    api = RestFixture.start(folder);
    root = Client.stranger(api.uri()).showing(api.token());
    root.post("/v1/products", "{\"name\":\"One\",\"platform_id\":1}").is(201);
  }

  @AfterEach
  void stop() throws IOException {
    api.close();
  }

  @Test
  void depth_of_json() throws Exception {
    root.post(P + "/groups", nested(31)).is(201);
    root.post(P + "/groups", nested(32)).refuses(400, "invalid_request");
  }

  /** So many arrays within the object. */
  private static String nested(int arrays) {
    return "{\"name\":\"g\",\"x\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}";
  }

  @Test
  void parts_of_a_body() throws Exception {
    parts(64).is(201);
    parts(65).refuses(400, "invalid_request");
  }

  private Client.Reply parts(int count) throws Exception {
    String rest = part("name", "g" + count);
    for (int i = 1; i < count; i++) {
      rest += part("x" + i, "");
    }
    return root.send(
        "POST",
        P + "/groups",
        "multipart/form-data;boundary=b",
        BodyPublishers.ofString(rest + "--b--\r\n"));
  }

  private static String part(String name, String value) {
    return "--b\r\nContent-Disposition: form-data; name=" + name + "\r\n\r\n" + value + "\r\n";
  }

  @Test
  void devices_changed_together() throws Exception {
    root.post(P + "/devices", "{\"ids\":" + ids(1_001) + "}").is(200);

    unlock(1_001).refuses(400, "invalid_request");
    assertThat(unlock(1_000).is(200).at("/devices").asInt()).isEqualTo(1_000);
  }

  private Client.Reply unlock(int count) throws Exception {
    return root.put(P + "/devices", "{\"action\":\"unlock\",\"devices\":" + ids(count) + "}");
  }

  private static String ids(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> String.format("\"%024d\"", i))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void products_of_a_token() throws Exception {
    for (int i = 2; i <= 101; i++) {
      root.post("/v1/products", "{\"name\":\"P" + i + "\",\"platform_id\":1}").is(201);
    }
    token(101).refuses(400, "invalid_request");
    token(100).is(201);
  }

  private Client.Reply token(int products) throws Exception {
    String list =
        IntStream.rangeClosed(1, products)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(",", "[", "]"));
    return root.post(
        "/v1/access_tokens", "{\"name\":\"t\",\"role\":\"viewer\",\"products\":" + list + "}");
  }

  @Test
  void users() throws Exception {
    for (int i = 1; i < 1_000; i++) {
      api.cases()
          .operators()
          .access()
          .createUser()
          .create(new NewUser("user" + i, PASSWORD, Rights.NOTHING), new Caller("me"));
    }
    user("number-1000").is(201);
    user("number-1001").refuses(409, "conflict");
    root.delete("/v1/users/user1").is(204);
    user("number-1001").is(201);
  }

  private Client.Reply user(String name) throws Exception {
    return root.post(
        "/v1/users",
        "{\"username\":\"" + name + "\",\"password\":\"" + PASSWORD + "\",\"role\":\"viewer\"}");
  }

  @Test
  void names_and_notes() throws Exception {
    String device = P + "/devices/" + "0".repeat(24);
    root.post(P + "/devices", "{\"id\":\"" + "0".repeat(24) + "\"}").is(200);
    root.put(device, "{\"name\":\"" + "n".repeat(80) + "\"}").is(200);
    root.put(device, "{\"name\":\"" + "n".repeat(81) + "\"}").refuses(400, "invalid_request");
    root.put(device, "{\"notes\":\"" + "n".repeat(2_000) + "\"}").is(200);
    root.put(device, "{\"notes\":\"" + "n".repeat(2_001) + "\"}").refuses(400, "invalid_request");
    product("n".repeat(80)).is(201);
    product("n".repeat(81)).refuses(400, "invalid_request");
  }

  private Client.Reply product(String name) throws Exception {
    return root.post("/v1/products", "{\"name\":\"" + name + "\",\"platform_id\":1}");
  }

  @Test
  void uploaded_manifest() throws Exception {
    manifest(8_192).refuses(400, "invalid_request");
    manifest(8_193).refuses(413, "too_large");
  }

  /** One of so many octets, which is none. */
  private Client.Reply manifest(int octets) throws Exception {
    return root.send(
        "POST",
        P + "/firmware",
        "multipart/form-data;boundary=b",
        BodyPublishers.ofString(
            part("file; filename=x", "image")
                + part("version", "1")
                + part("manifest; filename=m", "m".repeat(octets))
                + "--b--\r\n"));
  }

  @Test
  void answers_under_idempotency_keys() throws Exception {
    KeepAnswers answers = api.cases().operators().keepAnswers();
    Caller me = new Caller("me");
    Digest request = Digest.of(new byte[0]);
    for (int i = 0; i <= KeepAnswers.MOST; i++) {
      api.pass(Duration.ofMillis(1));
      answers.keep(me, "key" + i, request, 201, "{}");
    }

    long kept =
        IntStream.rangeClosed(0, KeepAnswers.MOST)
            .filter(i -> answers.find(me, "key" + i).isPresent())
            .count();

    assertThat(kept).isBetween(9_000L, (long) KeepAnswers.MOST);
    assertThat(answers.find(me, "key0")).isEmpty();
    assertThat(answers.find(me, "key" + KeepAnswers.MOST)).isPresent();
  }

  @Test
  void uploads_at_a_time() throws Exception {
    List<Socket> uploads = new ArrayList<>();
    try {
      for (int i = 0; i < RestLimits.DEFAULT.uploads(); i++) {
        uploads.add(begunUpload());
      }
      await().until(() -> upload().status() == 429);

      Client.Reply refused = upload();

      refused.refuses(429, "too_many_uploads");
      assertThat(refused.header("Retry-After")).isNotBlank();
    } finally {
      for (Socket upload : uploads) {
        upload.close();
      }
    }
    await().until(() -> upload().status() != 429);
  }

  /** One that has no end yet. */
  private Socket begunUpload() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.uri().getPort());
    String head =
        "POST /v1/products/1/firmware HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + api.token()
            + "\r\nContent-Type: multipart/form-data;boundary=b\r\nContent-Length: 9999\r\n\r\n"
            + "--b\r\nContent-Disposition: form-data; name=file; filename=x\r\n\r\nabc";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  private Client.Reply upload() throws Exception {
    return root.send(
        "POST",
        P + "/firmware",
        "multipart/form-data;boundary=b",
        BodyPublishers.ofString("--b--"));
  }
}
