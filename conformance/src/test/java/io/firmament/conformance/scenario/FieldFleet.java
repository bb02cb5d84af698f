package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firmament.cli.process.CommandProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Many simulated devices of a cloud, run by one process of the shipped program. */
final class FieldFleet {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cloud cloud;
  private final Path factory;

  private FieldFleet(Cloud cloud, Path factory) {
    this.cloud = cloud;
    this.factory = factory;
  }

  /** Devices that a product knows, with version 1 from the factory. */
  static FieldFleet add(Cloud cloud, String product, int count, byte[] image) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("fleet", "add", "--product", product));
    arguments.addAll(List.of("--count", Integer.toString(count)));
    arguments.addAll(List.of("--certs", cloud.certs().toString()));
    try (CommandProcess adding =
        CommandProcess.start(
            Cloud.program(),
            arguments,
            cloud.operatorEnvironment(),
            cloud.folder().resolve("fleet.err"),
            line -> {})) {
      assertThat(adding.awaitExit(Duration.ofMinutes(10))).as("%s", adding.lines()).hasValue(0);
    }
    return new FieldFleet(cloud, Files.write(cloud.folder().resolve("factory-fleet"), image));
  }

  /** Starts it; its last line is the report, those before it are of one device each. */
  CommandProcess start(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("fleet", "run", "--json"));
    arguments.addAll(List.of("--credentials", cloud.certs().toString()));
    arguments.addAll(List.of("--server", "127.0.0.1:" + cloud.coapPort()));
    arguments.addAll(List.of("--factory", factory.toString()));
    arguments.addAll(List.of(more));
    return CommandProcess.start(
        Cloud.program(), arguments, Map.of(), cloud.folder().resolve("fleet.err"), line -> {});
  }

  /** What the server says of all devices of a product. */
  static List<JsonNode> devices(Operator operator, String product) throws Exception {
    List<JsonNode> devices = new ArrayList<>();
    int pages = 1;
    for (int page = 1; page <= pages; page++) {
      JsonNode answer =
          operator.get("/v1/products/" + product + "/devices?per_page=100&page=" + page);
      pages = answer.at("/meta/total_pages").asInt();
      answer.get("devices").forEach(devices::add);
    }
    return devices;
  }

  /**
   * Releases a version to a whole product, whether or not a device has run it, or runs a higher.
   */
  static void release(Operator operator, String product, int version) throws Exception {
    operator.put(
        "/v1/products/" + product + "/firmware/release",
        Map.of(
            "version",
            version,
            "product_default",
            true,
            "intelligent",
            true,
            "untested_reason",
            "a fleet waits",
            "downgrade",
            true));
  }

  /** Waits for its end, and returns its lines: each device's, and the report. */
  static List<JsonNode> lines(CommandProcess fleet, Duration patience) throws Exception {
    assertThat(fleet.awaitExit(patience)).as("the fleet ends: %s", fleet.lines()).isPresent();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : fleet.lines()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }
}
