package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.cli.process.CommandProcess;
import io.firmament.conformance.scenario.ParticleClients.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Particle's own JavaScript client, unmodified, against the shipped server with devices online
 * (feature API2).
 */
class ParticleApiJsIT {
  private static final String CLIENT = "particle-api-js-12.0.3";
  private static final String ID = "0123456789abcdef00000021";
  private static final String BUSY = "0123456789abcdef00000022";

  @TempDir Path folder;

  @Test
  void every_call_that_the_client_offers_for_a_fleet_is_answered_as_it_wants() throws Exception {
    Path client = ParticleClients.installed(CLIENT);
    try (Cloud cloud = Cloud.start(folder)) {
      ParticleClients.addUser(cloud.operator());
      String product = cloud.operator().product("Sensor node");
      FieldDevice device = FieldDevice.add(cloud, product, ID, Images.of(1, 4_000));
      FieldDevice busy = FieldDevice.add(cloud, product, BUSY, Images.of(1, 4_000));
      Path second = Files.write(folder.resolve("second.bin"), Images.of(2, 4_000));
      Map<String, String> environment =
          Map.of(
              "PARTICLE_API_JS",
              client.toString(),
              "FIRMAMENT_PRODUCT",
              product,
              "FIRMAMENT_DEVICE",
              ID,
              "FIRMAMENT_BUSY_DEVICE",
              BUSY,
              "FIRMAMENT_FIRMWARE",
              second.toString(),
              "FIRMAMENT_QUIET_SECONDS",
              System.getProperty("firmament.quiet-seconds", "17"));
      Path output = folder.resolve("particle-api-js.out");
      try (CommandProcess one = device.start("--timeout", "300");
          CommandProcess other = busy.start("--timeout", "300", "--fault", "busy@0-");
          Run script = Run.of("particle-api-js.mjs", cloud, environment, output)) {
        assertThat(other.isAlive()).isTrue();
        script.finish(one);
      }
    }
  }
}
