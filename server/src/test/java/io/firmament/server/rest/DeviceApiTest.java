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

/** Devices over HTTP, in the shapes of Particle's clients. */
class DeviceApiTest {
  private static final String ONE = "000000000000000000000001";
  private static final String TWO = "000000000000000000000002";
  private static final String THREE = "000000000000000000000003";
  private static final String P = "/v1/products/sensor-node";

  @TempDir private Path folder;
  private RestFixture api;
  private Client root;

  @BeforeEach
  void start() throws Exception {
    api = RestFixture.start(folder);
    root = Client.stranger(api.uri()).showing(api.token());
    root.post("/v1/products", "{\"name\":\"Sensor node\",\"platform_id\":12}").is(201);
    root.post("/v1/products", "{\"name\":\"Other\",\"platform_id\":12}").is(201);
    root.post(P + "/devices", "{\"ids\":[\"" + ONE + "\",\"" + TWO + "\"]}").is(200);
    root.post("/v1/products/other/devices", "{\"id\":\"" + THREE + "\"}").is(200);
  }

  @AfterEach
  void stop() throws IOException {
    api.close();
  }

  @Test
  void all_devices_are_a_bare_array_across_products() throws Exception {
    Client.Reply all = root.get("/v1/devices").is(200);
    assertThat(all.body().isArray()).isTrue();
    assertThat(all.body().findValuesAsText("id")).containsExactly(ONE, TWO, THREE);

    Client.Reply page = root.get("/v1/devices?per_page=2&page=2").is(200);
    assertThat(page.body().findValuesAsText("id")).containsExactly(THREE);
    assertThat(page.header("X-Total-Pages")).isEqualTo("2");
  }

  @Test
  void product_devices_are_sought_and_sorted_as_particles_clients_ask() throws Exception {
    root.put(P + "/devices/" + TWO, "{\"name\":\"Attic\",\"groups\":[\"roof\",\"wet\"]}").is(200);

    for (String query :
        List.of(
            "deviceName=ATT",
            "deviceId=" + TWO.toUpperCase(java.util.Locale.ROOT),
            "groups=roof,none",
            "sortAttr=deviceName&sortDir=desc&per_page=1&page=1")) {
      Client.Reply list = root.get(P + "/devices?" + query).is(200);
      assertThat(list.at("/devices/0/id").asText()).as(query).isEqualTo(TWO);
      assertThat(list.at("/devices/0/groups/1").asText()).isEqualTo("wet");
    }
    JsonNode meta = root.get(P + "/devices?per_page=1").at("/meta");
    assertThat(meta.get("total_pages").asInt()).isEqualTo(2);
    for (String wrong :
        List.of("page=0", "per_page=501", "page=x", "sortAttr=size", "sortDir=up")) {
      root.get(P + "/devices?" + wrong).refuses(400, "invalid_request");
    }
    root.get(P + "/devices?per_page=500").is(200);
  }

  @Test
  void several_changes_in_one_request_are_made_together_or_not_at_all() throws Exception {
    root.put(P + "/devices/" + ONE, "{\"name\":\"hall\"}").is(200);

    root.put(P + "/devices/" + TWO, "{\"notes\":\"x\",\"development\":true,\"name\":\"Hall\"}")
        .refuses(409, "conflict");
    root.put(P + "/devices/" + TWO, "{\"notes\":\"x\",\"desired_firmware_version\":9}")
        .refuses(404, "not_found");

    JsonNode two = root.get("/v1/devices/" + TWO).body();
    assertThat(two.get("development").asBoolean()).isFalse();
    assertThat(two.get("notes").asText()).isEmpty();
    Client.Reply changed =
        root.put(P + "/devices/" + TWO, "{\"notes\":\"x\",\"development\":true,\"name\":null}")
            .is(200);
    assertThat(changed.at("/notes").asText()).isEqualTo("x");
    assertThat(changed.at("/name").isNull()).isTrue();
    assertThat(changed.at("/updated_at").asText()).isNotBlank();
    root.put(P + "/devices/" + TWO, "{\"notes\":\"" + "n".repeat(2_001) + "\"}")
        .refuses(400, "invalid_request");
    root.put(P + "/devices/" + TWO, "{}").refuses(400, "invalid_request");
  }

  @Test
  void form_and_multipart_are_as_good_as_json() throws Exception {
    String path = P + "/devices/" + ONE;
    root.form("PUT", path, "groups[]=a&groups[]=b&development=1&notes=wet%20room").is(200);
    JsonNode device = root.get(path).body();
    assertThat(device.get("groups")).hasSize(2);
    assertThat(device.get("development").asBoolean()).isTrue();
    assertThat(device.get("notes").asText()).isEqualTo("wet room");

    String multipart =
        "--b\r\nContent-Disposition: form-data; name=\"groups[]\"\r\n\r\nc\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"development\"\r\n\r\n0\r\n--b--\r\n";
    root.send("PUT", path, "multipart/form-data;boundary=b", BodyPublishers.ofString(multipart))
        .is(200);
    device = root.get(path).body();
    assertThat(device.at("/groups/0").asText()).isEqualTo("c");
    assertThat(device.get("development").asBoolean()).isFalse();
    assertThat(root.form("PUT", path, "desired_firmware_version=null").is(200).body())
        .anySatisfy(value -> assertThat(value.isNull()).isTrue());
  }

  @Test
  void token_in_the_query_counts_on_any_method() throws Exception {
    Client stranger = Client.stranger(api.uri());
    String token = "?access_token=" + api.token();

    stranger.put(P + "/devices/" + ONE + token, "{\"name\":\"hall\"}").is(200);
    stranger.form("PUT", P + "/devices/" + ONE, "notes=x&access_token=" + api.token()).is(200);
    stranger.delete(P + "/devices/hall" + token, "{}").is(204);
    stranger.get(P + "/devices/" + TWO + "?access_token=x").refuses(401, "invalid_token");
  }

  @Test
  void change_of_what_somebody_else_changed_meanwhile_is_refused() throws Exception {
    String path = P + "/devices/" + ONE;
    String seen = root.get(path).header("ETag");
    assertThat(seen).matches("\"[0-9a-f]{16}\"");
    String after = root.put(path, "{\"name\":\"a\"}").is(200).header("ETag");
    assertThat(after).isNotEqualTo(seen);

    root.with("If-Match", seen).put(path, "{\"name\":\"b\"}").refuses(412, "precondition_failed");
    root.with("If-Match", "\"0\", " + after).put(path, "{\"name\":\"c\"}").is(200);
    root.with("If-Match", "*").put(path, "{\"name\":\"d\"}").is(200);
    assertThat(root.get(path).at("/name").asText()).isEqualTo("d");
  }

  @Test
  void batch_changes_all_of_its_devices_or_none() throws Exception {
    batch("groups", "[\"" + ONE + "\",\"" + TWO + "\"]", "{\"add\":[\"a\",\"b\"]}").is(200);
    batch("groups", "[\"" + ONE + "\"]", "{\"remove\":[\"b\"]}").is(200);
    batch("development", "[\"" + ONE + "\",\"" + TWO + "\"]", "{\"development\":true}").is(200);
    batch("development", "[\"" + ONE + "\",\"" + THREE + "\"]", "{\"development\":false}")
        .refuses(404, "not_found");

    JsonNode one = root.get("/v1/devices/" + ONE).body();
    assertThat(one.get("groups")).hasSize(1);
    assertThat(one.get("development").asBoolean()).isTrue();
    assertThat(root.get("/v1/devices/" + TWO).at("/groups/1").asText()).isEqualTo("b");
    batch("unlock", "[\"" + ONE + "\"]", "{}").is(200);
    batch("lock", "[\"" + ONE + "\"]", "{\"desired_firmware_version\":1}")
        .refuses(404, "not_found");
    batch("lock", "[\"" + ONE + "\"]", "{}").refuses(400, "invalid_request");
    batch("groups", "[\"" + ONE + "\"]", "{}").refuses(400, "invalid_request");
    batch("groups", "[]", "{\"add\":[\"a\"]}").refuses(400, "invalid_request");
    batch("dance", "[\"" + ONE + "\"]", "{}").refuses(400, "invalid_request");
  }

  @Test
  void device_is_claimed_shown_with_its_owner_and_unclaimed() throws Exception {
    assertThat(root.get("/v1/devices/" + ONE).at("/owner").isNull()).isTrue();
    root.post("/v1/devices", "{\"id\":\"" + ONE + "\"}").is(200);
    assertThat(root.get("/v1/devices/" + ONE).at("/owner").asText()).isEqualTo("administrator");
    Client ann = user("ann");

    ann.post("/v1/devices", "{\"id\":\"" + ONE + "\"}").refuses(409, "conflict");
    ann.post("/v1/devices", "{\"id\":\"" + ONE + "\",\"request_transfer\":true}").is(200);
    ann.delete(P + "/devices/" + ONE + "/owner").is(200);
    ann.delete("/v1/devices/" + ONE).is(200);

    assertThat(root.get("/v1/devices/" + ONE).at("/owner").isNull()).isTrue();
    root.post("/v1/devices", "{\"id\":\"" + "f".repeat(24) + "\"}").refuses(404, "not_found");
  }

  @Test
  void removed_device_is_gone_with_its_name_and_may_be_added_elsewhere() throws Exception {
    root.put(P + "/devices/" + ONE, "{\"name\":\"hall\"}").is(200);

    assertThat(root.delete(P + "/devices/hall", "{}").is(204).body().isMissingNode()).isTrue();

    root.get("/v1/devices/" + ONE).refuses(404, "not_found");
    root.get("/v1/devices/hall").refuses(404, "not_found");
    root.post("/v1/products/other/devices", "{\"id\":\"" + ONE + "\",\"name\":\"hall\"}").is(200);
    root.delete(P + "/devices/" + TWO, "{\"deny\":true}").is(204);
    assertThat(root.get("/v1/devices/" + TWO).at("/denied").asBoolean()).isTrue();
  }

  @Test
  void ping_signal_variable_and_function_say_honestly_what_is_there() throws Exception {
    Client.Reply ping =
        root.send("PUT", "/v1/devices/" + ONE + "/ping", "", BodyPublishers.noBody()).is(200);
    assertThat(ping.at("/online").asBoolean(true)).isFalse();
    assertThat(ping.at("/ok").asBoolean()).isTrue();
    Client.Reply signal = root.put("/v1/devices/" + ONE, "{\"signal\":\"1\"}").is(200);
    assertThat(signal.at("/signaling").asBoolean(true)).isFalse();
    assertThat(signal.at("/connected").asBoolean(true)).isFalse();
    root.get("/v1/devices/" + ONE + "/temp").refuses(404, "variable_not_found");
    root.post(P + "/devices/" + ONE + "/led", "{\"args\":\"on\"}")
        .refuses(404, "function_not_found");
  }

  @Test
  void vitals_and_metrics_hold_what_is_known_and_nothing_else() throws Exception {
    Client.Reply last = root.get("/v1/diagnostics/" + ONE + "/last").is(200);
    assertThat(last.at("/diagnostics/deviceID").asText()).isEqualTo(ONE);
    assertThat(last.at("/diagnostics/payload/service/device/status").asText()).isEqualTo("offline");
    assertThat(root.get(P + "/diagnostics/" + ONE).at("/diagnostics")).hasSize(1);
    root.get("/v1/diagnostics/" + ONE + "/metadata").is(200);
    root.post("/v1/diagnostics/" + ONE + "/update", "{}").refuses(404, "unreachable");
    Client.Reply online = root.get(P + "/metrics/online").is(200);
    assertThat(online.at("/devices").asInt()).isEqualTo(2);
    assertThat(online.at("/online").asInt(-1)).isZero();
    root.get(P + "/metrics/integration").refuses(404, "not_measured");
  }

  @Test
  void groups_are_made_found_edited_and_deleted() throws Exception {
    Client.Reply made = root.post(P + "/groups", "{\"name\":\"field\",\"color\":\"red\"}").is(201);
    assertThat(made.at("/group/color").asText()).isEqualTo("red");
    root.post(P + "/groups", "{\"name\":\"field\"}").refuses(409, "conflict");
    root.post(P + "/groups", "{\"name\":\"No Good\"}").refuses(400, "invalid_request");
    root.put(P + "/devices/" + ONE, "{\"groups\":[\"field\"]}").is(200);

    Client.Reply edited =
        root.with("If-Match", made.header("ETag"))
            .put(P + "/groups/field", "{\"name\":\"fields\",\"description\":\"wet ones\"}")
            .is(200);

    assertThat(edited.at("/group/device_count").asInt()).isEqualTo(1);
    assertThat(edited.at("/group/color").asText()).isEqualTo("red");
    assertThat(edited.at("/group/fw_version").isNull()).isTrue();
    root.with("If-Match", made.header("ETag"))
        .put(P + "/groups/fields", "{\"name\":\"x\"}")
        .refuses(412, "precondition_failed");
    assertThat(root.get(P + "/groups?name=iel").at("/groups/0/name").asText()).isEqualTo("fields");
    assertThat(root.get(P + "/groups?name=no").at("/groups")).isEmpty();
    root.delete(P + "/groups/fields").is(204);
    root.get(P + "/groups/fields").refuses(404, "not_found");
    assertThat(root.get("/v1/devices/" + ONE).at("/groups")).isEmpty();
  }

  @Test
  void published_event_is_in_the_stream_of_its_product() throws Exception {
    root.post(P + "/events", "{\"name\":\"heat\",\"data\":\"21\",\"private\":true}").is(200);
    root.form("POST", "/v1/devices/events", "name=all&data=x").is(200);
    for (String wrong : List.of("spark/status", "particle/x", "", "n".repeat(65))) {
      root.post(P + "/events", "{\"name\":\"" + wrong + "\"}").refuses(400, "invalid_request");
    }
    root.post(P + "/events", "{\"name\":\"heat\",\"data\":\"" + "x".repeat(1_025) + "\"}")
        .refuses(400, "invalid_request");

    try (EventTap tap = EventTap.open(api.uri() + "/v1/events?nonce=1", api.token(), "0")) {
      assertThat(tap.until("event: all")).contains("event: heat").contains("\"data\":\"21\"");
    }
  }

  private Client.Reply batch(String action, String devices, String metadata) throws Exception {
    return root.put(
        P + "/devices",
        "{\"action\":\""
            + action
            + "\",\"devices\":"
            + devices
            + ",\"metadata\":"
            + metadata
            + "}");
  }

  private Client user(String name) throws Exception {
    String password = ",\"password\":\"correct horse\"";
    root.post("/v1/users", "{\"username\":\"" + name + "\",\"role\":\"member\"" + password + "}")
        .is(201);
    String login = "{\"grant_type\":\"password\",\"username\":\"" + name + "\"" + password + "}";
    return Client.stranger(api.uri())
        .showing(root.post("/oauth/token", login).is(200).at("/access_token").asText());
  }
}
