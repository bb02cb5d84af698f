package io.firmament.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description for programs says what the routes are, and nothing else. */
class OpenApiTest {
  private static final String ONE = "000000000000000000000001";
  private static final String P = "/v1/products/sensor-node";
  private static final String P_ANY = "/v1/products/{product}";
  private static final Pattern NAMED = Pattern.compile("\\{([a-z]+)}");

  @TempDir private Path folder;
  private RestFixture api;
  private JsonNode document;

  @BeforeEach
  void start() throws Exception {
    api = RestFixture.start(folder);
    document = Client.stranger(api.uri()).get("/openapi.json").is(200).body();
  }

  @AfterEach
  void stop() throws IOException {
    api.close();
  }

  @Test
  void it_describes_every_route_with_what_that_needs_and_no_other() {
    Set<String> routes = new TreeSet<>();
    for (Route route : api.routes()) {
      routes.add(
          route.method()
              + " "
              + route.path().toString().replaceAll(":([a-z]+)", "{$1}")
              + " "
              + route.needs().name().toLowerCase(Locale.ROOT));
    }
    Set<String> described = new TreeSet<>();
    operations(
        (path, method, operation) ->
            described.add(
                method.toUpperCase(Locale.ROOT)
                    + " "
                    + path
                    + " "
                    + operation.path("x-needs").asText()));

    assertThat(described).isEqualTo(routes);
  }

  @Test
  void operations_name_their_parameters_and_refusals_and_have_names_of_their_own() {
    Set<String> ids = new HashSet<>();
    operations(
        (path, method, operation) -> {
          String where = method + " " + path;
          assertThat(ids.add(operation.path("operationId").asText())).as(where).isTrue();
          assertThat(operation.path("summary").asText()).as(where).isNotBlank();
          assertThat(operation.at("/responses/default/$ref").asText())
              .as(where)
              .isEqualTo("#/components/responses/Problem");
          Set<String> named =
              NAMED.matcher(path).results().map(m -> m.group(1)).collect(Collectors.toSet());
          Set<String> parameters = new HashSet<>();
          operation
              .path("parameters")
              .forEach(
                  parameter -> {
                    if (parameter.path("in").asText().equals("path")) {
                      parameters.add(parameter.path("name").asText());
                    }
                  });
          assertThat(parameters).as(where).isEqualTo(named);
        });
  }

  @Test
  void every_reference_leads_somewhere() {
    assertThat(document.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  @Test
  void bodies_with_a_file_are_described_where_files_are_taken() {
    Set<String> described = new TreeSet<>();
    operations(
        (path, method, operation) -> {
          if (operation.at("/requestBody/content").has("multipart/form-data")) {
            described.add(method + " " + path);
          }
        });

    assertThat(described)
        .containsExactly(
            "post /v1/products/{product}/devices",
            "post /v1/products/{product}/firmware",
            "put /v1/devices/{device}",
            "put /v1/products/{product}/devices/{device}");
  }

  @Test
  void what_a_device_s_put_takes_is_described_in_all_its_forms() throws Exception {
    Client root = Client.stranger(api.uri()).showing(api.token());
    root.post("/v1/products", "{\"name\":\"Sensor node\",\"platform_id\":12}").is(201);
    root.post(P + "/devices", "{\"id\":\"" + ONE + "\"}").is(200);
    String nothing =
        root.put("/v1/devices/" + ONE, "{}").refuses(400, "invalid_request").at("/hint").asText();
    Set<String> described = new TreeSet<>();
    document
        .at("/components/schemas/DeviceChange/properties")
        .fieldNames()
        .forEachRemaining(described::add);

    for (String path : new String[] {"/v1/devices/{device}", P_ANY + "/devices/{device}"}) {
      JsonNode content = document.path("paths").path(path).at("/put/requestBody/content");
      assertThat(content.at("/application~1json/schema/$ref").asText()).endsWith("/DeviceChange");
      assertThat(content.at("/multipart~1form-data/schema/anyOf").findValuesAsText("$ref"))
          .containsExactly("#/components/schemas/DeviceFlash", "#/components/schemas/DeviceChange");
    }
    for (String field : described) {
      Client.Reply reply = root.put("/v1/devices/" + ONE, example(field));
      assertThat(reply.at("/hint").asText()).as(field).isNotEqualTo(nothing);
    }
    described.removeAll(Set.of("flash", "signal"));
    Matcher named = Pattern.compile("send one of (.*), or a file").matcher(nothing);
    assertThat(named.matches()).as(nothing).isTrue();
    assertThat(named.group(1).split(", ")).containsExactlyInAnyOrderElementsOf(described);
  }

  /** A body with a field, and with the one that it belongs to. */
  private static String example(String field) {
    return switch (field) {
      case "name", "notes", "signal" -> "{\"" + field + "\":\"1\"}";
      case "groups" -> "{\"groups\":[\"field\"]}";
      case "desired_firmware_version" -> "{\"desired_firmware_version\":null}";
      case "flash" -> "{\"desired_firmware_version\":null,\"flash\":true}";
      case "credential" -> "{\"credential\":{\"kind\":\"psk\",\"key\":\"AAAA\"}}";
      default -> "{\"" + field + "\":true}";
    };
  }

  private interface Visitor {
    void visit(String path, String method, JsonNode operation);
  }

  private void operations(Visitor visitor) {
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        visitor.visit(path.getKey(), method.getKey(), method.getValue());
      }
    }
  }
}
