package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.process.CommandProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.Awaitility;
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

  /** What a device says at the begin of each part of an update; blocks come in between. */
  private static final List<String> MOMENTS =
      List.of("booted", "started", "transferring", "verifying", "rebooting", "TRIAL");

  @Test
  void a_kill_in_each_phase_ends_on_the_new_version() throws Exception {
    killedInPhases(1, 20_262);
  }

  @Test
  @Tag("sweep")
  void kills_in_each_phase_end_on_the_new_version_every_time() throws Exception {
    killedInPhases(17, System.nanoTime());
  }

  /** A kill shortly after each moment, so that the brief phases are hit as well as the long. */
  private void killedInPhases(int rounds, long seed) throws Exception {
    Random random = new Random(seed);
    Map<String, Integer> phases = new TreeMap<>();
    try (Cloud cloud = Cloud.start(folder)) {
      String product = cloud.operator().product("Killed");
      FieldDevice device =
          FieldDevice.add(cloud, product, "0123456789abcdef00000005", Images.of(1, IMAGE_BYTES));
      int version = 1;
      for (int round = 0; round < rounds; round++) {
        for (String moment : MOMENTS) {
          version++;
          offer(cloud, product, device, version);
          String[] until = {"--until-version", Integer.toString(version), "--pace", "2"};
          try (CommandProcess process = device.start(until)) {
            awaitMoment(process, moment);
            assertThat(process.awaitExit(Duration.ofNanos(random.nextInt(30_000_000)))).isEmpty();
            process.kill();
            assertThat(process.lines()).noneMatch(line -> line.contains("outcome"));
            phases.merge(moment + "+" + FieldDevice.phase(process), 1, Integer::sum);
          }
          try (CommandProcess process = device.start(until)) {
            JsonNode summary = FieldDevice.summary(process);
            assertThat(summary.get("outcome").asText())
                .as("seed %d, killed after %s: %s", seed, moment, process.lines())
                .isIn("updated", "up-to-date");
            assertThat(summary.get("to").asInt()).isEqualTo(version);
          }
        }
      }
      System.out.printf(
          "device killed %d times, seed %d: %s%n", rounds * MOMENTS.size(), seed, phases);
    }
  }

  private static void awaitMoment(CommandProcess process, String moment) {
    Awaitility.await(moment)
        .atMost(Cloud.PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .failFast("it ended before", () -> !process.isAlive())
        .until(() -> process.lines().stream().anyMatch(line -> line.contains(moment)));
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
