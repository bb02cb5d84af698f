package io.firmament.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Firmware and releases over HTTP, in the shapes of Particle's clients. */
class ReleaseApiTest {
  private static final String ONE = "000000000000000000000001";
  private static final String P = "/v1/products/sensor-node";
  private static final String UNTESTED = ",\"untested_reason\":\"a test\"}";

  @TempDir private Path folder;
  private RestFixture api;
  private Client root;

  @BeforeEach
  void start() throws Exception {
    api = RestFixture.start(folder);
    root = Client.stranger(api.uri()).showing(api.token());
    root.post("/v1/products", "{\"name\":\"Sensor node\",\"platform_id\":12}").is(201);
    root.post(P + "/devices", "{\"id\":\"" + ONE + "\"}").is(200);
    upload("1", "app.bin").is(201);
    upload("2", "app.bin").is(201);
  }

  @AfterEach
  void stop() throws IOException {
    api.close();
  }

  @Test
  void firmware_is_edited_as_it_was_seen_and_deleted_before_its_first_release() throws Exception {
    String seen = root.get(P + "/firmware/2").header("ETag");
    Client.Reply edited =
        root.with("If-Match", seen).put(P + "/firmware/2", "{\"title\":\"Second\"}").is(200);
    assertThat(edited.at("/title").asText()).isEqualTo("Second");
    root.with("If-Match", seen)
        .put(P + "/firmware/2", "{\"title\":\"x\"}")
        .refuses(412, "precondition_failed");
    root.put(P + "/firmware/2", "{}").refuses(400, "invalid_request");
    assertThat(root.put(P + "/firmware/1", "{\"title\":\"Second\"}").at("/warnings/0").asText())
        .contains("same title");

    root.delete(P + "/firmware/2").is(204);
    root.get(P + "/firmware/2").refuses(404, "not_found");
    release("{\"version\":1,\"product_default\":true" + UNTESTED).is(200);
    root.delete(P + "/firmware/1").refuses(409, "conflict");
  }

  @Test
  void dry_run_says_what_happens_to_each_device_and_its_confirmation_counts() throws Exception {
    String wish = "{\"version\":2,\"product_default\":true,\"intelligent\":true" + UNTESTED;

    Client.Reply dry = root.post(P + "/firmware/release/dry-run", wish).is(200);

    assertThat(dry.at("/devices/0/id").asText()).isEqualTo(ONE);
    assertThat(dry.at("/devices/0/effect").asText()).isEqualTo("skip");
    assertThat(dry.at("/skipped/NEVER_SEEN").asInt()).isEqualTo(1);
    assertThat(dry.at("/next").isNull()).isTrue();
    assertThat(root.get(P + "/releases").at("/releases")).as("nothing was done").isEmpty();
    String confirmation = dry.at("/confirmation").asText();
    String confirmed = wish.replace("}", ",\"confirmation\":\"" + confirmation + "\"}");
    assertThat(release(confirmed).is(200).at("/intelligent").asBoolean()).isTrue();
    release(confirmed).refuses(409, "conflict");
  }

  @Test
  void releases_are_listed_paused_resumed_and_taken_back() throws Exception {
    root.post(P + "/groups", "{\"name\":\"field\"}").is(201);
    release("{\"version\":1,\"product_default\":true,\"groups\":[\"field\"]" + UNTESTED).is(200);
    release("{\"version\":2,\"product_default\":true" + UNTESTED).is(200);
    JsonNode listed = root.get(P + "/releases").is(200).body();
    assertThat(listed.at("/meta/total").asInt()).isEqualTo(3);
    assertThat(listed.at("/releases/0/version").asInt()).isEqualTo(2);
    assertThat(listed.findValuesAsText("halted")).containsOnly("null");
    String last = P + "/releases/" + listed.at("/releases/0/number").asText();

    root.put(last + "/halt", "{}").refuses(400, "invalid_request");
    assertThat(root.put(last + "/halt", "{\"reason\":\"smoke\"}").is(200).at("/halted").asText())
        .contains("smoke");
    assertThat(root.put(last + "/resume", "").is(200).at("/halted").isNull()).isTrue();
    root.put(P + "/releases/99/resume", "").refuses(404, "not_found");
    root.put(P + "/releases/x/resume", "").refuses(400, "invalid_request");

    String previous = P + "/firmware/release/previous";
    Client.Reply foreseen = root.put(previous, "{\"dry_run\":true}").is(200);
    assertThat(foreseen.at("/updates").asInt(-1)).isZero();
    assertThat(foreseen.at("/releases/0/version").asInt()).isEqualTo(1);
    assertThat(foreseen.at("/releases/0/product_default").asBoolean()).isTrue();
    String seen = "{\"number\":" + foreseen.at("/releases/0/number").asLong() + "}";
    assertThat(root.put(previous, seen).is(200).at("/version").asInt()).isEqualTo(1);
    root.put(previous, seen).refuses(409, "conflict");
    root.put(previous, "{\"groups\":[\"field\"]}").refuses(409, "conflict");
    Client.Reply withdrawn = root.put(P + "/firmware/2/withdraw", "{\"reason\":\"smoke\"}").is(200);
    assertThat(withdrawn.at("/withdrawn").asBoolean()).isTrue();
  }

  @Test
  void impact_summary_and_history_are_there_from_the_beginning() throws Exception {
    Client.Reply impact =
        root.get(
                P
                    + "/impact?action=edit_groups_for_firmware&firmware_version=2&groups="
                    + "&product_default=true")
            .is(200);
    assertThat(impact.at("/devices/firmware_update/total").asInt(-1)).isZero();
    assertThat(impact.at("/devices/firmware_update/by_version").isArray()).isTrue();
    root.get(P + "/impact?action=dance").refuses(400, "invalid_request");
    Client.Reply summary = root.get(P + "/summary").is(200);
    assertThat(summary.at("/devices").asInt()).isEqualTo(1);
    assertThat(summary.at("/states/NO_TARGET").asInt()).isEqualTo(1);
    Client.Reply history = root.get("/v1/devices/" + ONE + "/history").is(200);
    assertThat(history.at("/updates")).isEmpty();
    assertThat(history.at("/meta/total_pages").asInt(-1)).isZero();
  }

  @Test
  void transfers_of_a_product_are_limited() throws Exception {
    assertThat(
            root.put(P, "{\"transfers_at_once\":5}")
                .is(200)
                .at("/product/settings/transfers_at_once")
                .asInt())
        .isEqualTo(5);
    root.put(P, "{\"starts_per_minute\":1000001}").refuses(400, "invalid_request");
    assertThat(root.get(P).at("/product/settings/transfers_at_once").asInt()).isEqualTo(5);
  }

  @Test
  void source_code_is_told_what_to_become() throws Exception {
    for (String name : List.of("app.ino", "src/main.CPP", "project.properties")) {
      assertThat(upload("3", name).refuses(400, "invalid_request").at("/hint").asText())
          .contains("send a .bin or .zip");
    }
    root.send("POST", "/v1/binaries", "multipart/form-data;boundary=b", BodyPublishers.ofString(""))
        .refuses(400, "invalid_request");
  }

  private Client.Reply release(String wish) throws Exception {
    return root.put(P + "/firmware/release", wish);
  }

  private Client.Reply upload(String version, String name) throws Exception {
    return root.send(
        "POST",
        P + "/firmware",
        "multipart/form-data;boundary=b",
        BodyPublishers.ofString(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + name
                + "\"\r\n\r\nimage of version "
                + version
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"version\"\r\n\r\n"
                + version
                + "\r\n--b--\r\n"));
  }
}
