package io.firmament.conformance.scenario;

import io.firmament.cli.process.CommandProcess;
import io.firmament.conformance.scenario.ParticleClients.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Particle's own command line, unmodified, in its last two lines of versions, against the shipped
 * server with devices online (feature API2). Both at once, since most of the time goes into their
 * start.
 */
class ParticleCliIT {
  /** A platform that the command line knows, and has an application for. */
  private static final int ARGON = 12;

  @TempDir Path folder;

  @Test
  void every_command_for_the_cloud_and_for_products_is_answered_as_it_wants() throws Exception {
    Path older = ParticleClients.installed("particle-cli-3.43.1");
    Path newer = ParticleClients.installed("particle-cli-3.51.0");
    try (Cloud cloud = Cloud.start(folder)) {
      ParticleClients.addUser(cloud.operator());
      String product = cloud.operator().product("Sensor node", ARGON);
      FieldDevice first = device(cloud, product, "0123456789abcdef00000031");
      FieldDevice second = device(cloud, product, "0123456789abcdef00000032");
      try (CommandProcess one = first.startOn(ARGON, "--timeout", "300");
          CommandProcess other = second.startOn(ARGON, "--timeout", "300");
          Run old = run(cloud, older, product, first);
          Run recent = run(cloud, newer, product, second)) {
        old.finish(one);
        recent.finish(other);
      }
    }
  }

  private static FieldDevice device(Cloud cloud, String product, String id) throws Exception {
    return FieldDevice.add(cloud, product, id, Images.of(1, 4_000));
  }

  private Run run(Cloud cloud, Path client, String product, FieldDevice device) throws IOException {
    String name = client.getFileName().toString();
    Map<String, String> environment =
        Map.of(
            "PARTICLE_CLI",
            client.toString(),
            "FIRMAMENT_PRODUCT",
            product,
            "FIRMAMENT_DEVICE",
            device.id(),
            "FIRMAMENT_HOME",
            Files.createDirectory(folder.resolve(name)).toString());
    return Run.of("particle-cli.mjs", cloud, environment, folder.resolve(name + ".out"));
  }
}
