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

  /** Each miss of a brief phase halves the delay. */
  private static final int LONGEST_DELAY_NANOS = 16_000_000;

  private static final int MOST_MISSES = 10;

  @TempDir Path folder;

  @Test
  void a_few_kills_end_on_the_new_version() throws Exception {
    killed(4, 20_261);
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
          int misses = -1;
          boolean hit = false;
          while (!hit) {
            misses++;
            assertThat(misses).as("too late for %s", moment).isLessThan(MOST_MISSES);
            version++;
            offer(cloud, product, device, version);
            Duration delay = Duration.ofNanos(random.nextInt(LONGEST_DELAY_NANOS >> misses));
            hit = killedAfter(device, version, moment, delay, phases);
            assertGoesOn(device, version, "seed " + seed + ", killed after " + moment);
          }
        }
      }
    }
    System.out.printf("device killed %d times, seed %d: %s%n", total(phases), seed, phases);
  }

  /** Whether it was killed before it ended by itself. */
  private static boolean killedAfter(
      FieldDevice device, int version, String moment, Duration delay, Map<String, Integer> phases)
      throws Exception {
    try (CommandProcess process =
        device.start("--until-version", Integer.toString(version), "--pace", "2")) {
      Awaitility.await(moment)
          .atMost(Cloud.PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(
              () ->
                  !process.isAlive()
                      || process.lines().stream().anyMatch(line -> line.contains(moment)));
      process.awaitExit(delay);
      process.kill();
      if (process.lines().stream().anyMatch(line -> line.contains("outcome"))) {
        return false;
      }
      phases.merge(moment + " " + FieldDevice.phase(process), 1, Integer::sum);
      return true;
    }
  }

  private static void assertGoesOn(FieldDevice device, int version, String when) throws Exception {
    try (CommandProcess process =
        device.start("--until-version", Integer.toString(version), "--pace", "2")) {
      JsonNode summary = FieldDevice.summary(process);
      assertThat(summary.get("outcome").asText())
          .as("%s: %s", when, process.lines())
          .isIn("updated", "up-to-date");
      assertThat(summary.get("to").asInt()).as("%s", when).isEqualTo(version);
    }
  }

  private static int total(Map<String, Integer> phases) {
    return phases.values().stream().mapToInt(Integer::intValue).sum();
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
      assertThat(total(phases)).isGreaterThanOrEqualTo(kills);
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
