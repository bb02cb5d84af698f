package io.firmament.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.certs.CertificateForge;
import io.firmament.protocol.value.DeviceId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes, each with its happy path and its errors, in Particle's shapes. */
class ApiTest {
  private static final String ID = "0123456789abcdef01234567";
  private static final String OTHER = "ffffffffffffffffffffffff";
  private static final String KEY = "AAECAwQFBgcICQoLDA0ODw==";
  private static final RestLimits LIMITS =
      new RestLimits(
          512,
          8 * 1024,
          64 * 1024,
          1_000,
          4,
          20,
          256,
          10,
          Duration.ofSeconds(6),
          Duration.ofSeconds(30),
          1_024,
          4,
          20,
          Duration.ofSeconds(30),
          Duration.ofSeconds(8),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30));

  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path folder;
  private RestFixture api;

  /** An answer, read. */
  private record Reply(int status, JsonNode body) {}

  @BeforeEach
  void start() throws IOException {
    api = RestFixture.start(folder, LIMITS);
  }

  @AfterEach
  void stop() throws IOException {
    api.close();
  }

  @Test
  void no_route_answers_without_a_token() throws Exception {
    List<Route> routes = api.routes();
    assertThat(routes).hasSizeGreaterThan(20);
    for (Route route : routes) {
      if (route.needs() == Needs.NOTHING || route.needs() == Needs.PERHAPS) {
        continue;
      }
      String path = route.path().toString().replaceAll(":[a-z]+", "1");
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(api.uri() + path))
              .method(route.method(), BodyPublishers.noBody())
              .build();

      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());

      assertThat(response.statusCode()).as(route.method() + " " + path).isEqualTo(401);
      assertThat(Fields.JSON.readTree(response.body()).get("error").asText())
          .isEqualTo("invalid_token");
    }
  }

  @Test
  void every_route_is_in_the_manual() throws Exception {
    String manual = Files.readString(Path.of("..", "docs", "operations.md"));
    for (Route route : api.routes()) {
      assertThat(manual).contains("`" + route.method() + " " + route.path() + "`");
    }
  }

  @Test
  void product_is_created_listed_and_found_by_number_and_slug() throws Exception {
    Reply created = product();

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.body().at("/product/slug").asText()).isEqualTo("sensor-node");
    for (String path : List.of("/v1/products", "/v1/user/products")) {
      assertThat(get(path).body().at("/products/0/platform_id").asInt()).isEqualTo(12);
    }
    String id = created.body().at("/product/id").asText();
    assertThat(get("/v1/products/" + id)).isEqualTo(get("/v1/products/sensor-node"));
    assertProblem(product(), 409, "conflict");
    assertProblem(get("/v1/products/nothing"), 404, "not_found");
    assertProblem(send("POST", "/v1/products", "{\"name\":\"x\"}"), 400, "invalid_request");
    assertProblem(
        send("POST", "/v1/products", "{\"name\":\"x\",\"platform_id\":65536}"),
        400,
        "invalid_request");
    assertProblem(
        send("POST", "/v1/products", "{\"name\":\"\",\"platform_id\":1}"), 400, "invalid_request");
  }

  @Test
  void device_is_added_with_name_and_key_and_found_by_id_and_name() throws Exception {
    product();

    Reply added = device();

    assertThat(added.status()).isEqualTo(200);
    assertThat(added.body().at("/updatedDeviceIds/0").asText()).isEqualTo(ID);
    assertThat(device().body().at("/existingDeviceIds/0").asText()).isEqualTo(ID);
    for (String path :
        List.of(
            "/v1/devices/" + ID,
            "/v1/devices/in%20the%20kitchen",
            "/v1/products/sensor-node/devices/" + ID.toUpperCase(Locale.ROOT))) {
      JsonNode device = get(path).body();
      assertThat(device.get("id").asText()).as(path).isEqualTo(ID);
      assertThat(device.get("name").asText()).isEqualTo("in the kitchen");
      assertThat(device.get("online").asBoolean()).isFalse();
      assertThat(device.get("quarantined").asBoolean()).isFalse();
    }
    assertProblem(get("/v1/devices/" + OTHER), 404, "not_found");
  }

  @Test
  void device_of_another_product_is_not_there() throws Exception {
    product();
    device();
    send("POST", "/v1/products", "{\"name\":\"Other\",\"platform_id\":1}");

    assertProblem(get("/v1/products/other/devices/" + ID), 404, "not_found");
    Reply stolen = send("POST", "/v1/products/other/devices", "{\"id\":\"" + ID + "\"}");
    assertProblem(stolen, 409, "conflict");
    Reply listed = send("POST", "/v1/products/other/devices", "{\"ids\":[\"" + ID + "\",\"x\"]}");
    assertThat(listed.body().at("/nonmemberDeviceIds/0").asText()).isEqualTo(ID);
    assertThat(listed.body().at("/invalidDeviceIds/0").asText()).isEqualTo("x");
    assertThat(listed.body().get("updated").asInt()).isZero();
  }

  @Test
  void credential_that_is_none_is_refused() throws Exception {
    product();
    for (String credential :
        List.of(
            "{\"kind\":\"psk\",\"key\":\"AAEC\"}",
            "{\"kind\":\"psk\",\"key\":\"?\"}",
            "{\"kind\":\"psk\"}",
            "{\"kind\":\"password\",\"key\":\"" + KEY + "\"}",
            "\"psk\"")) {
      Reply reply =
          send(
              "POST",
              "/v1/products/1/devices",
              "{\"id\":\"" + ID + "\",\"credential\":" + credential + "}");

      assertProblem(reply, 400, "invalid_request");
    }
    assertProblem(get("/v1/devices/" + ID), 404, "not_found");
  }

  @Test
  void device_gets_another_credential_of_any_kind() throws Exception {
    product();
    device();
    CertificateForge.Forged forged = CertificateForge.device(ID).selfSigned();
    for (String credential :
        List.of(
            "{\"kind\":\"rpk\",\"public_key\":" + quoted(forged.publicPem()) + "}",
            "{\"kind\":\"x509\"}",
            "{\"kind\":\"x509\",\"certificate\":" + quoted(forged.pem()) + "}",
            "{\"kind\":\"psk\",\"key\":\"" + KEY + "\"}")) {
      Reply reply = send("PUT", "/v1/devices/" + ID, "{\"credential\":" + credential + "}");

      assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
      assertThat(credential).contains(reply.body().get("credential").asText());
    }
    String bad = "{\"credential\":{\"kind\":\"rpk\",\"public_key\":\"x\"}}";
    assertProblem(send("PUT", "/v1/devices/" + ID, bad), 400, "invalid_request");
    String other = CertificateForge.device(OTHER).selfSigned().pem();
    String wrong = "{\"credential\":{\"kind\":\"x509\",\"certificate\":" + quoted(other) + "}}";
    assertProblem(send("PUT", "/v1/devices/" + ID, wrong), 400, "invalid_request");
  }

  @Test
  void authorities_of_a_product_are_added_listed_and_taken_away() throws Exception {
    product();
    String path = "/v1/products/sensor-node/authorities";
    String pem = CertificateForge.authority("maker").selfSigned().pem();

    Reply added = send("POST", path, "{\"certificate\":" + quoted(pem) + "}");

    assertThat(added.status()).as("%s", added.body()).isEqualTo(201);
    JsonNode listed = get(path).body().at("/authorities/0");
    assertThat(listed).isEqualTo(added.body().get("authority"));
    assertThat(listed.get("subject").asText()).isEqualTo("CN=maker");
    String one = path + "/" + listed.get("id").asText();
    assertThat(send("DELETE", one, "").status()).isEqualTo(204);
    assertThat(get(path).body().get("authorities")).isEmpty();
    assertProblem(send("DELETE", one, ""), 404, "not_found");
    assertProblem(send("DELETE", path + "/maker", ""), 400, "invalid_request");
    assertProblem(send("POST", path, "{\"certificate\":\"x\"}"), 400, "invalid_request");
  }

  private static String quoted(String pem) {
    return "\"" + pem.replace("\n", "\\n") + "\"";
  }

  @Test
  void devices_come_in_pages_of_25() throws Exception {
    product();
    String ids =
        Stream.iterate(0, i -> i + 1)
            .limit(51)
            .map(i -> String.format("\"%024x\"", i))
            .reduce((a, b) -> a + "," + b)
            .orElseThrow();
    send("POST", "/v1/products/1/devices", "{\"ids\":[" + ids + "]}");

    JsonNode last = get("/v1/products/1/devices?page=3").body();

    assertThat(last.get("devices")).hasSize(1);
    assertThat(last.at("/devices/0/id").asText()).endsWith("32");
    assertThat(last.at("/meta/total_pages").asInt()).isEqualTo(3);
    assertThat(last.get("customers")).isEmpty();
    assertThat(get("/v1/products/1/devices?page=4").body().get("devices")).isEmpty();
    assertThat(get("/v1/products/1/devices?deviceId=0032").body().get("devices")).hasSize(1);
    assertProblem(get("/v1/products/1/devices?page=0"), 400, "invalid_request");
    assertProblem(get("/v1/products/1/devices?per_page=501"), 400, "invalid_request");
    assertThat(get("/v1/products/1/devices?per_page=500").body().get("devices")).hasSize(51);
  }

  @Test
  void lock_and_unlock_with_a_number_a_text_and_null() throws Exception {
    product();
    device();
    upload("1");
    String path = "/v1/products/1/devices/" + ID;

    Reply locked = send("PUT", path, "{\"desired_firmware_version\":\"1\",\"flash\":true}");

    assertThat(locked.body().get("desired_firmware_version").asInt()).isEqualTo(1);
    assertThat(locked.body().get("updated_at").asText()).isNotBlank();
    assertThat(get(path).body().get("targeted_firmware_release_version").asInt()).isEqualTo(1);
    assertThat(get(path + "/explain").body().at("/target/rule").asText()).isEqualTo("lock");
    Reply unlocked = send("PUT", path, "{\"desired_firmware_version\":null}");
    assertThat(unlocked.body().get("desired_firmware_version").isNull()).isTrue();
    assertThat(get(path).body().get("desired_firmware_version").isNull()).isTrue();
    assertProblem(send("PUT", path, "{\"desired_firmware_version\":2}"), 404, "not_found");
    assertProblem(send("PUT", path, "{\"desired_firmware_version\":1.5}"), 400, "invalid_request");
    assertProblem(send("PUT", path, "{\"flash\":true}"), 400, "invalid_request");
  }

  @Test
  void approve_deny_rename_retry_and_development() throws Exception {
    product();
    device();
    String path = "/v1/devices/" + ID;
    assertThat(send("PUT", path, "{\"approved\":false}").status()).isEqualTo(200);
    assertThat(get(path).body().get("denied").asBoolean()).isTrue();
    assertThat(send("PUT", path, "{\"approved\":true,\"retry\":true}").status()).isEqualTo(200);
    assertThat(get(path).body().get("denied").asBoolean()).isFalse();
    assertThat(send("DELETE", "/v1/products/1/devices/" + ID, "{\"deny\":true}").status())
        .isEqualTo(204);
    assertThat(get(path).body().get("denied").asBoolean()).isTrue();
    assertThat(send("PUT", path, "{\"name\":\"cellar\",\"development\":true}").status())
        .isEqualTo(200);
    assertThat(get("/v1/devices/cellar").body().get("development").asBoolean()).isTrue();
    assertProblem(send("PUT", path, "{\"name\":\"" + OTHER + "\"}"), 400, "invalid_request");
  }

  @Test
  void device_boots_and_ends_its_session_on_command_only_when_it_is_here() throws Exception {
    product();
    device();
    String device = "/v1/products/sensor-node/devices/" + ID;
    assertProblem(send("PUT", device + "/reset", "{}"), 404, "unreachable");
    assertProblem(send("DELETE", device + "/session", ""), 404, "unreachable");
    assertThat(api.commands()).as("nobody is there to be told").isZero();
    api.arrive(new DeviceId(ID), false);
    assertProblem(send("PUT", device + "/reset", "{\"mode\":\"off\"}"), 400, "invalid_request");
    assertProblem(send("PUT", device + "/reset", "{\"mode\":\"apply\"}"), 409, "conflict");
    assertProblem(send("PUT", device + "/reset", "{}"), 404, "unreachable");
    assertThat(api.commands()).as("it left meanwhile").isEqualTo(1);
    api.arrive(new DeviceId(ID), true);

    Reply reset = send("PUT", "/v1/devices/" + ID + "/reset", "{\"mode\":\"safe-mode\"}");

    assertThat(reset.body().get("reset").asText()).isEqualTo("safe-mode");
    assertThat(send("PUT", device + "/reset", "").body().get("reset").asText()).isEqualTo("reboot");
    assertThat(send("DELETE", device + "/session", "").status()).isEqualTo(204);
    assertThat(api.commands()).isEqualTo(4);
    send("PUT", device, "{\"approved\":false}");
    assertProblem(send("PUT", device + "/reset", "{}"), 409, "conflict");
  }

  @Test
  void firmware_is_uploaded_listed_and_downloaded_octet_for_octet() throws Exception {
    product();

    Reply uploaded = upload("1");

    assertThat(uploaded.status()).isEqualTo(201);
    assertThat(uploaded.body().get("title").asText()).isEqualTo("first");
    assertThat(uploaded.body().get("encoded").asBoolean()).isFalse();
    api.encode();
    JsonNode found = get("/v1/products/1/firmware/1").body();
    assertThat(found.get("encoded").asBoolean()).isTrue();
    assertThat(found.get("size").asInt()).isEqualTo(image("1").length);
    assertThat(found.get("format").asText()).isEqualTo("raw");
    JsonNode list = get("/v1/products/1/firmware").body();
    assertThat(list.isArray()).isTrue();
    assertThat(list).hasSize(1);
    HttpResponse<byte[]> binary =
        http.send(request("/v1/products/1/firmware/1/binary").build(), BodyHandlers.ofByteArray());
    assertThat(binary.body()).isEqualTo(image("1"));
    assertProblem(get("/v1/products/1/firmware/2"), 404, "not_found");
    assertProblem(get("/v1/products/1/firmware/latest"), 400, "invalid_request");
    assertProblem(upload("1"), 409, "conflict");
  }

  @Test
  void chunked_upload_is_taken_and_its_file_name_is_never_a_path() throws Exception {
    product();
    byte[] body = form("2", image("2"), "../../../../etc/passwd");

    Reply reply =
        send(
            "POST",
            "/v1/products/1/firmware",
            "multipart/form-data;boundary=b",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.body().get("name").asText()).isEqualTo("firmware.bin");
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void file_of_the_limit_is_taken_and_one_octet_more_is_not() throws Exception {
    product();

    assertThat(upload("1", new byte[1_000]).status()).isEqualTo(201);
    assertProblem(upload("2", new byte[1_001]), 413, "too_large");
    assertProblem(upload("2", new byte[900_000]), 413, "too_large");
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile)).as("nothing is left behind").isEmpty();
    }
  }

  @Test
  void what_a_crash_left_of_an_upload_is_gone_after_the_next_start() throws Exception {
    Path spool = Files.createDirectories(folder.resolve("crashed").resolve("spool"));
    Path left = Files.write(spool.resolve("upload-1.part"), new byte[100]);

    RestFixture.start(folder.resolve("crashed")).close();

    assertThat(left).doesNotExist();
  }

  @Test
  void upload_without_a_file_or_version_is_refused() throws Exception {
    product();
    String none = "--b\r\nContent-Disposition: form-data; name=version\r\n\r\n1\r\n--b--";

    assertProblem(
        send(
            "POST",
            "/v1/products/1/firmware",
            "multipart/form-data;boundary=b",
            BodyPublishers.ofString(none)),
        400,
        "invalid_request");
    assertProblem(upload("one"), 400, "invalid_request");
    assertProblem(upload("70000"), 400, "invalid_request");
    assertProblem(
        send("POST", "/v1/products/1/firmware", "{\"version\":1}"), 415, "unsupported_media_type");
    byte[] cut = Arrays.copyOf(form("1", image("1"), "f"), 80);
    assertProblem(
        send(
            "POST",
            "/v1/products/1/firmware",
            "multipart/form-data;boundary=b",
            BodyPublishers.ofByteArray(cut)),
        400,
        "invalid_request");
  }

  @Test
  void release_of_what_no_device_runs_needs_a_reason() throws Exception {
    product();
    upload("1");
    String path = "/v1/products/1/firmware/release";

    assertProblem(send("PUT", path, "{\"version\":1,\"product_default\":true}"), 409, "conflict");
    Reply released =
        send(
            "PUT",
            path,
            "{\"version\":1,\"product_default\":true,\"intelligent\":true,"
                + "\"untested_reason\":\"the first\"}");

    assertThat(released.status()).isEqualTo(200);
    assertThat(released.body().get("intelligent").asBoolean()).isTrue();
    assertThat(released.body().get("product_default").asBoolean()).isTrue();
    JsonNode listed = get("/v1/products/1/firmware/1").body();
    assertThat(listed.get("product_default").asBoolean()).isTrue();
    assertThat(listed.get("intelligent").asBoolean()).isTrue();
    assertProblem(send("PUT", path, "{\"product_default\":true}"), 400, "invalid_request");
    assertProblem(send("PUT", path, "{\"version\":1}"), 400, "invalid_request");
    assertProblem(
        send("PUT", path, "{\"version\":1,\"product_default\":true,\"groups\":[\"a\"]}"),
        404,
        "not_found");
  }

  @Test
  void explanation_names_every_rule_and_gate() throws Exception {
    product();
    device();

    JsonNode explained = get("/v1/devices/" + ID + "/explain").body();

    assertThat(explained.get("state").asText()).isEqualTo("NO_TARGET");
    assertThat(explained.get("target").isNull()).isTrue();
    assertThat(explained.get("opens_when").asText()).isNotBlank();
    assertThat(explained.get("evidence").findValuesAsText("name")).contains("lock", "online");
  }

  @Test
  void backup_is_a_file() throws Exception {
    HttpResponse<String> backup = http.send(request("/v1/backup").build(), BodyHandlers.ofString());

    assertThat(backup.statusCode()).isEqualTo(200);
    assertThat(backup.body()).isEqualTo(RestFixture.BACKUP);
  }

  private Reply product() throws Exception {
    return send("POST", "/v1/products", "{\"name\":\"Sensor node\",\"platform_id\":12}");
  }

  private Reply device() throws Exception {
    return send(
        "POST",
        "/v1/products/sensor-node/devices",
        "{\"id\":\""
            + ID
            + "\",\"name\":\"in the kitchen\",\"credential\":{\"kind\":\"psk\",\"key\":\""
            + KEY
            + "\"}}");
  }

  private Reply upload(String version) throws Exception {
    return upload(version, image(version));
  }

  private Reply upload(String version, byte[] image) throws Exception {
    return send(
        "POST",
        "/v1/products/1/firmware",
        "multipart/form-data; boundary=b",
        BodyPublishers.ofByteArray(form(version, image, "/home/me/app.bin")));
  }

  private static byte[] image(String version) {
    return ("image of version " + version).getBytes(StandardCharsets.UTF_8);
  }

  /** The file first, the fields after it. */
  private static byte[] form(String version, byte[] image, String fileName) {
    String head =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
            + fileName
            + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
    String tail =
        "\r\n--b\r\nContent-Disposition: form-data; name=\"version\"\r\n\r\n"
            + version
            + "\r\n--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nfirst\r\n--b--\r\n";
    return (head + new String(image, StandardCharsets.ISO_8859_1) + tail)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private Reply get(String path) throws Exception {
    return reply(request(path).build());
  }

  private Reply send(String method, String path, String json) throws Exception {
    return send(method, path, "application/json", BodyPublishers.ofString(json));
  }

  private Reply send(String method, String path, String type, BodyPublisher body) throws Exception {
    return reply(request(path).header("Content-Type", type).method(method, body).build());
  }

  private Reply reply(HttpRequest request) throws Exception {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    return new Reply(response.statusCode(), Fields.JSON.readTree(response.body()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(api.uri() + path))
        .header("Authorization", "Bearer " + api.token());
  }

  private static void assertProblem(Reply reply, int status, String code) {
    assertThat(reply.status()).as("%s", reply.body()).isEqualTo(status);
    assertThat(reply.body().get("error").asText()).isEqualTo(code);
    assertThat(reply.body().get("hint").asText()).isNotBlank();
  }
}
