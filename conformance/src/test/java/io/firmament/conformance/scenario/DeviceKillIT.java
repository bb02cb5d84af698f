package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.cli.process.CommandProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * XFR2: the process of a device is killed at random moments; it is confirmed on the new version.
 */
class DeviceKillIT {
  private static final int IMAGE_BYTES = 200_000;
  private static final int LONGEST_LIFE_MILLIS = 4_000;

  @TempDir Path folder;

  @Test
  void a_few_kills_end_on_the_new_version() throws Exception {
    killed(8, 20_261);
  }

  @Test
  @Tag("sweep")
  void a_hundred_kills_end_on_the_new_version() throws Exception {
    killed(100, System.nanoTime());
  }

  /** Updates back to back, each cut as often as it lives long enough, until there were enough. */
  private void killed(int kills, long seed) throws Exception {
    Random random = new Random(seed);
    Map<String, Integer> phases = new TreeMap<>();
    try (Cloud cloud = Cloud.start(folder)) {
      String product = cloud.operator().product("Killed");
      FieldDevice device =
          FieldDevice.add(cloud, product, "0123456789abcdef00000002", Images.of(1, IMAGE_BYTES));
      int done = 0;
      for (int version = 2; done < kills; version++) {
        offer(cloud, product, device, version);
        boolean confirmed = false;
        while (!confirmed) {
          try (CommandProcess process =
              device.start("--until-version", Integer.toString(version), "--pace", "10")) {
            OptionalInt code = process.awaitExit(life(random, done < kills));
            if (code.isEmpty()) {
              phases.merge(FieldDevice.phase(process), 1, Integer::sum);
              process.kill();
              done++;
            } else {
              assertThat(code).as("%s", process.lines()).hasValue(0);
              confirmed = true;
            }
          }
        }
      }
      System.out.printf("device killed %d times, seed %d: %s%n", done, seed, phases);
      assertThat(phases).hasSizeGreaterThan(1);
    }
  }

  private static Duration life(Random random, boolean killing) {
    return killing
        ? Duration.ofMillis(500 + random.nextInt(LONGEST_LIFE_MILLIS))
        : Cloud.PATIENCE.multipliedBy(2);
  }

  private void offer(Cloud cloud, String product, FieldDevice device, int version)
      throws Exception {
    Path image = folder.resolve("image-" + version);
    Files.write(image, Images.of(version, IMAGE_BYTES));
    cloud.operator().upload(product, image, version);
    cloud
        .operator()
        .put(
            "/v1/devices/" + device.id(),
            Map.of("desired_firmware_version", version, "flash", true));
  }
}
