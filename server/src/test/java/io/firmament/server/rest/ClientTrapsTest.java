package io.firmament.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.protocol.value.DeviceId;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** API2: what Particle's command line looks for in answers, although no reference says so. */
class ClientTrapsTest {
  private static final String ONE = "000000000000000000000001";
  private static final String P = "/v1/products/sensor-node";

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

  @Test
  void devices_in_lists_are_connected_or_not_as_by_themselves() throws Exception {
    for (boolean here : new boolean[] {false, true}) {
      if (here) {
        api.arrive(new DeviceId(ONE), true);
      }
      assertThat(root.get("/v1/devices").is(200).at("/0/connected").booleanValue()).isEqualTo(here);
      JsonNode listed = root.get(P + "/devices").is(200).at("/devices/0/connected");
      assertThat(listed.isBoolean()).isTrue();
      assertThat(listed.booleanValue()).isEqualTo(here);
      JsonNode alone = root.get("/v1/devices/" + ONE).is(200).at("/connected");
      assertThat(alone.booleanValue()).isEqualTo(here);
    }
  }

  @Test
  void integrations_are_an_empty_list_that_takes_no_new_ones() throws Exception {
    for (String path : new String[] {"/v1/webhooks", "/v1/integrations"}) {
      String ofProduct = path.replace("/v1", P);
      for (String at : new String[] {path, ofProduct}) {
        assertThat(root.get(at).is(200).body()).as(at).isEmpty();
        assertThat(root.get(at).body().isArray()).isTrue();
      }
      root.post(path, "{\"event\":\"heat\"}").refuses(405, "method_not_allowed");
    }
    root.get("/v1/products/nothing/integrations").refuses(404, "not_found");
  }

  @Test
  void errors_say_what_was_wrong_under_both_names() throws Exception {
    JsonNode body = root.get("/v1/devices/nobody").refuses(404, "not_found").body();

    assertThat(body.at("/errors/0/error")).isEqualTo(body.get("error_description"));
    assertThat(body.at("/errors/0/message")).isEqualTo(body.get("error_description"));
  }

  @Test
  void a_device_of_somebody_else_is_said_to_be_so_in_the_words_that_offer_a_transfer()
      throws Exception {
    String token =
        root.post("/v1/access_tokens", "{\"name\":\"bob\",\"role\":\"member\"}")
            .is(201)
            .at("/access_token")
            .asText();
    root.post("/v1/devices", "{\"id\":\"" + ONE + "\"}").is(200);

    JsonNode refused =
        Client.stranger(api.uri())
            .showing(token)
            .post("/v1/devices", "{\"id\":\"" + ONE + "\"}")
            .refuses(409, "conflict")
            .body();

    assertThat(refused.get("error_description").asText()).contains("belongs to someone else");
  }
}
