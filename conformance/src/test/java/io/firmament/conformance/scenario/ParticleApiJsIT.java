package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firmament.cli.process.CommandProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Particle's own JavaScript client, unmodified, against the shipped server with a device online
 * (feature API2); {@code conformance/fetch-particle-clients} brings it.
 */
class ParticleApiJsIT {
  private static final String ID = "0123456789abcdef00000021";
  private static final String USER = "ann@example.org";
  private static final String PASSWORD = "correct horse battery";
  private static final Path SCRIPT = Path.of("clients", "particle-api-js.mjs");

  @TempDir Path folder;

  @Test
  void every_call_that_the_client_offers_for_a_fleet_is_answered_as_it_wants() throws Exception {
    Path clients = clients();
    try (Cloud cloud = Cloud.start(folder)) {
      Operator operator = cloud.operator();
      String product = operator.product("Sensor node");
      operator.post(
          "/v1/users", Map.of("username", USER, "password", PASSWORD, "role", "member"), 201);
      FieldDevice device = FieldDevice.add(cloud, product, ID, Images.of(1, 4_000));
      Path second = Files.write(folder.resolve("second.bin"), Images.of(2, 4_000));
      try (CommandProcess process = device.start("--timeout", "300")) {
        List<String> said = run(clients, environment(cloud, clients, product, second));

        assertThat(said).as("the device: %s", process.lines()).endsWith("done");
      }
    }
  }

  private static Map<String, String> environment(
      Cloud cloud, Path clients, String product, Path firmware) throws Exception {
    return Map.of(
        "FIRMAMENT_URL",
        cloud.operatorEnvironment().get("FIRMAMENT_URL"),
        "FIRMAMENT_USER",
        USER,
        "FIRMAMENT_PASSWORD",
        PASSWORD,
        "FIRMAMENT_PRODUCT",
        product,
        "FIRMAMENT_DEVICE",
        ID,
        "FIRMAMENT_FIRMWARE",
        firmware.toString(),
        "FIRMAMENT_QUIET_SECONDS",
        System.getProperty("firmament.quiet-seconds", "17"),
        "PARTICLE_CLIENTS",
        clients.toString());
  }

  private List<String> run(Path clients, Map<String, String> environment) throws Exception {
    Path output = folder.resolve("particle-api-js.out");
    ProcessBuilder builder =
        new ProcessBuilder("node", SCRIPT.toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process node = builder.start();
    try {
      assertThat(node.waitFor(180, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      node.destroyForcibly();
    }
    List<String> said = Files.readAllLines(output);
    assertThat(node.exitValue()).as(String.join("\n", said)).isZero();
    return said;
  }

  /** Where the clients are; without them the test is skipped, where they are not required. */
  private static Path clients() {
    String named = System.getProperty("firmament.particle-clients", "");
    boolean required = Boolean.getBoolean("firmament.particle-clients.required");
    assumeTrue(required || !named.isBlank(), "no -Dfirmament.particle-clients");
    Path clients = Path.of(named);
    assertThat(clients.resolve("node_modules").resolve("particle-api-js")).isDirectory();
    return clients;
  }
}
