package io.firmament.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever may not, and whatever is too much, on every route: refused in JSON, with a hint. */
class StrangersTest {
  private static final String DEVICE = "000000000000000000000001";
  private static final String P = "/v1/products/sensor-node";
  private static final Map<String, String> NAMES =
      Map.of(
          "product", "sensor-node", "device", DEVICE, "version", "1", "prefix", "spark%2Fstatus");

  @TempDir private Path folder;
  private RestFixture api;
  private Client stranger;
  private Client root;

  @BeforeEach
  void start() throws Exception {
    api = RestFixture.start(folder);
    stranger = Client.stranger(api.uri());
    root = stranger.showing(api.token());
    root.post("/v1/products", "{\"name\":\"Sensor node\",\"platform_id\":12}").is(201);
    root.post("/v1/products", "{\"name\":\"Other\",\"platform_id\":12}").is(201);
    root.post(P + "/devices", "{\"id\":\"" + DEVICE + "\",\"name\":\"hall\"}").is(200);
  }

  @AfterEach
  void stop() throws IOException {
    api.close();
  }

  @Test
  void expired_token_opens_no_route() throws Exception {
    Client expired = stranger.showing(token("\"role\":\"administrator\",\"expires_in\":60"));
    expired.get("/v1/user").is(200);

    api.pass(Duration.ofSeconds(60));

    each(
        route -> route.needs() != Needs.NOTHING,
        (route, path) -> ask(expired, route, path).refuses(401, "invalid_token"));
  }

  @Test
  void token_that_only_reads_changes_nothing() throws Exception {
    Client viewer = stranger.showing(token("\"role\":\"viewer\""));

    each(
        route -> route.needs() == Needs.WRITE || route.needs() == Needs.ADMINISTER,
        (route, path) -> ask(viewer, route, path).refuses(403, "insufficient_scope"));
    viewer.get(P + "/devices").is(200);
  }

  @Test
  void token_of_another_product_sees_nothing_of_this_one() throws Exception {
    Client other = stranger.showing(token("\"role\":\"member\",\"products\":[\"other\"]"));

    each(
        route -> isOfProduct(route) || route.needs() == Needs.ADMINISTER,
        (route, path) -> ask(other, route, path).refuses(403, "insufficient_scope"));
    assertThat(other.get("/v1/devices").is(200).body()).isEmpty();
    assertThat(other.get("/v1/products").is(200).at("/products")).hasSize(1);
    other.post("/v1/devices", "{\"id\":\"hall\"}").refuses(403, "insufficient_scope");
    other.post("/v1/devices/events", "{\"name\":\"x\"}").refuses(403, "insufficient_scope");
  }

  @Test
  void what_is_not_his_and_what_there_is_not_look_the_same() throws Exception {
    Client other = stranger.showing(token("\"role\":\"viewer\",\"products\":[\"other\"]"));
    for (List<String> pair :
        List.of(
            List.of("/v1/products/sensor-node", "/v1/products/nothing-node"),
            List.of("/v1/products/1", "/v1/products/9"),
            List.of("/v1/devices/hall", "/v1/devices/mall"),
            List.of("/v1/devices/" + DEVICE, "/v1/devices/" + "9".repeat(24)))) {
      JsonNode his = other.get(pair.get(0)).refuses(403, "insufficient_scope").body();
      JsonNode none = other.get(pair.get(1)).refuses(403, "insufficient_scope").body();
      assertThat(masked(his)).isEqualTo(masked(none));
    }
  }

  private static String masked(JsonNode problem) {
    return problem.toString().replaceAll("'[^']*'", "'…'");
  }

  @Test
  void members_do_not_administer() throws Exception {
    Client member = stranger.showing(token("\"role\":\"member\""));

    each(
        route -> route.needs() == Needs.ADMINISTER,
        (route, path) -> ask(member, route, path).refuses(403, "insufficient_scope"));
  }

  @Test
  void every_route_that_names_a_product_or_a_device_asks_for_it() {
    for (Route route : api.routes()) {
      String path = route.path().toString();
      boolean names = path.contains(":product") || path.contains(":device");
      assertThat(!names || isOfProduct(route) || route.needs() == Needs.ADMINISTER)
          .as(route.method() + " " + path)
          .isTrue();
      boolean changes = !route.method().equals("GET") && names && !path.endsWith("/dry-run");
      assertThat(!changes || route.needs() != Needs.READ)
          .as("whoever only reads cannot " + route.method() + " " + path)
          .isTrue();
    }
  }

  @Test
  void name_of_a_file_is_no_path() throws Exception {
    Path outside = folder.resolve("outside.bin");
    for (String name :
        List.of(
            "filename=\"../../outside.bin\"",
            "filename=\"" + outside + "\"",
            "filename*=UTF-8''..%2F..%2Foutside.bin",
            "filename=\"..\\\\..\\\\outside.bin\"")) {
      String version = Integer.toString(name.hashCode() & 0x3FF);
      root.send("POST", P + "/firmware", "multipart/form-data;boundary=b", upload(name, version));
    }

    assertThat(root.get(P + "/firmware").is(200).body()).isNotEmpty();
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).as("nothing was written").isEmpty();
    }
    for (String path :
        List.of(
            P + "/firmware/..%2F..%2Fetc%2Fpasswd/binary",
            P + "/firmware/%2e%2e/binary",
            "/v1/products/..%2F..%2Fetc/firmware")) {
      Client.Reply reply = root.get(path);
      assertThat(reply.status()).as(path).isIn(400, 404);
      assertThat(reply.at("/hint").asText()).isNotBlank();
    }
  }

  private static java.net.http.HttpRequest.BodyPublisher upload(String name, String version) {
    return BodyPublishers.ofString(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; "
            + name
            + "\r\n\r\nimage of version "
            + version
            + "\r\n--b\r\nContent-Disposition: form-data; name=\"version\"\r\n\r\n"
            + version
            + "\r\n--b--\r\n");
  }

  @Test
  void body_that_drips_is_refused_after_its_grace() throws Exception {
    String start = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n";
    assertThat(dripped(P + "/firmware", "multipart/form-data;boundary=b", start))
        .contains("HTTP/1.1 408")
        .contains("\"error\":\"timed_out\"")
        .contains("\"hint\"");
    assertThat(dripped(P + "/groups", "application/json", "{\"name\":"))
        .contains("HTTP/1.1 408")
        .contains("\"error\":\"timed_out\"");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).as("nothing is left behind").isEmpty();
    }
  }

  /** Sends the beginning of a body, an octet after a long time, and reads what is answered. */
  private String dripped(String path, String type, String beginning) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.uri().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST "
                  + path
                  + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                  + api.token()
                  + "\r\nContent-Type: "
                  + type
                  + "\r\nContent-Length: 100000\r\nExpect: 100-continue\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      awaitContinue(socket);
      out.write(beginning.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      api.pass(RestLimits.DEFAULT.bodyGrace().plusSeconds(2));
      out.write('x');
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The server reads from now on. */
  private static void awaitContinue(Socket socket) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int octet = socket.getInputStream().read();
      assertThat(octet).as("the server wants the body: %s", head).isNotNegative();
      head.write(octet);
    }
    assertThat(head.toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100");
  }

  private static boolean isOfProduct(Route route) {
    String path = route.path().toString();
    return (path.contains(":product") || path.contains(":device"))
        && (route.needs() == Needs.READ || route.needs() == Needs.WRITE);
  }

  private interface Asking {
    void ask(Route route, String path) throws Exception;
  }

  private void each(Predicate<Route> which, Asking asking) throws Exception {
    int asked = 0;
    for (Route route : api.routes()) {
      if (which.test(route)) {
        String path = route.path().toString();
        for (Map.Entry<String, String> name : NAMES.entrySet()) {
          path = path.replaceAll(":" + name.getKey() + "\\b", name.getValue());
        }
        asking.ask(route, path.replaceAll(":[a-z]+", "1"));
        asked++;
      }
    }
    assertThat(asked).isGreaterThan(5);
  }

  private static Client.Reply ask(Client client, Route route, String path) throws Exception {
    return client.send(route.method(), path, "", BodyPublishers.noBody());
  }

  private String token(String rights) throws Exception {
    return root.post("/v1/access_tokens", "{\"name\":\"t\"," + rights + "}")
        .is(201)
        .at("/access_token")
        .asText();
  }
}
