package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.process.CommandProcess;
import io.firmament.conformance.scenario.FleetTrace.Life;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server is killed in the middle of rollouts, while an operator writes on and a reader of the
 * event stream comes back: nothing that was acknowledged is lost, no event is lost or told twice,
 * no device gets a version twice or one that was never released, and the counts are right at the
 * end.
 */
class RolloutKillIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int IMAGE_BYTES = 40_000;
  private static final int RESERVE = 2;

  /** A version that crashes each time is left after so many boots. */
  private static final long BOOTS_OF_A_TRIAL = 3;

  @TempDir Path folder;

  @Test
  void two_kills_in_the_middle_of_a_rollout_lose_nothing() throws Exception {
    rollout(2, 10, 600);
  }

  @Test
  @Tag("sweep")
  void twenty_kills_in_the_middle_of_rollouts_lose_nothing() throws Exception {
    rollout(Integer.getInteger("firmament.rollout.kills", 20), 30, 3_000);
  }

  private void rollout(int kills, int devices, int mostMillis) throws Exception {
    long seed = Long.getLong("firmament.seed", System.nanoTime());
    Random random = new Random(seed);
    int last = kills + 1;
    try (Cloud cloud = Cloud.start(folder)) {
      String product = cloud.operator().product("Killed");
      for (int version = 2; version <= last; version++) {
        Path image = Files.write(folder.resolve("v" + version), Images.of(version, IMAGE_BYTES));
        cloud.operator().upload(product, image, version);
      }
      FieldFleet fleet = FieldFleet.add(cloud, product, devices, Images.of(1, IMAGE_BYTES));
      List<String> ids = ids(cloud.operator(), product);
      List<String> reserve = reserve(cloud.operator(), product);
      int written;
      int events;
      try (ResumingReader reader = ResumingReader.of(cloud.operator());
          CommandProcess process = fleet.start(options(last))) {
        try (WritingOperator writer =
            WritingOperator.start(() -> operator(cloud), product, ids, reserve)) {
          for (int kill = 1; kill <= kills; kill++) {
            FieldFleet.release(cloud.operator(), product, kill + 1);
            awaitBegun(process, kill + 1);
            reader.resume(cloud.operator());
            cloud.live(Duration.ofMillis(random.nextInt(mostMillis)));
            cloud.kill();
            reader.interrupted();
            cloud.start();
            writer.assertKept();
          }
          written = writer.acknowledged();
        }
        awaitSettled(cloud.operator(), product, last);
        assertCounts(cloud.operator(), product, last, FleetTrace.of(process));
        assertOnceEach(cloud.operator(), FleetTrace.of(process), last);
        reader.resume(cloud.operator());
        events = reader.assertWhole(cloud.operator());
      }
      System.out.printf(
          "server killed %d times in rollouts to %d devices, seed %d: %d acknowledged writes and %d"
              + " events, all there, once each; no update twice%n",
          kills, devices, seed, written, events);
    }
  }

  /** One in ten is never ready, one in ten leaves the last version again. */
  private static String[] options(int last) {
    return new String[] {
      "--trace",
      "--timeout=" + PATIENCE.multipliedBy(4).toSeconds(),
      "--hello-every=3",
      "--pace=40",
      "--ramp=6",
      "--seed=2",
      "--fault=busy@0-@10%",
      "--fault=crash@" + last + "@10%"
    };
  }

  private static Operator operator(Cloud cloud) {
    try {
      return cloud.operator();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> ids(Operator operator, String product) throws Exception {
    List<String> ids = new ArrayList<>();
    FieldFleet.devices(operator, product).forEach(device -> ids.add(device.get("id").asText()));
    return ids;
  }

  private static List<String> reserve(Operator operator, String product) throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < RESERVE; i++) {
      String id = "%024x".formatted(i + 1);
      operator.device(product, id, Base64.getEncoder().encodeToString(new byte[32]));
      ids.add(id);
    }
    return ids;
  }

  private static void awaitBegun(CommandProcess fleet, int version) {
    await()
        .atMost(PATIENCE)
        .failFast("the fleet ended", () -> !fleet.isAlive())
        .until(
            () ->
                !FleetTrace.of(fleet).those(life -> life.times("started", version) > 0).isEmpty());
  }

  private static void awaitSettled(Operator operator, String product, int last) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              JsonNode counts = counts(operator, product, last);
              assertThat(counts.get("running").asInt()).as("%s", counts).isZero();
              for (JsonNode device : FieldFleet.devices(operator, product)) {
                assertThat(device.get("state").asText())
                    .matches("UP_TO_DATE|(FAILED|OFFLINE\\(never|UPDATES_DISABLED).*");
              }
            });
  }

  private static JsonNode counts(Operator operator, String product, int version) throws Exception {
    return operator.get("/v1/products/" + product + "/summary").path("versions").path("" + version);
  }

  /** What the server counts is what the devices say of themselves. */
  private static void assertCounts(Operator operator, String product, int last, FleetTrace trace)
      throws Exception {
    int updated = trace.those(life -> life.times("confirmed", last) == 1).size();
    int rolledBack = trace.those(life -> life.times("crashed", last) > 0).size();
    int busy = trace.those(life -> life.first("started").isEmpty()).size();
    assertThat(updated + rolledBack + busy)
        .as("%s", trace.those(life -> life.times("confirmed", last) != 1))
        .isEqualTo(trace.lives().size());
    assertThat(rolledBack).isPositive();
    assertThat(busy).isPositive();
    JsonNode counts = counts(operator, product, last);
    assertThat(counts.get("updated").asInt()).as("%s", counts).isEqualTo(updated);
    assertThat(counts.get("rolled_back").asInt()).as("%s", counts).isEqualTo(rolledBack);
    assertThat(counts.get("failed").asInt() + counts.get("lost").asInt()).isZero();
    JsonNode summary = operator.get("/v1/products/" + product + "/summary");
    assertThat(summary.get("devices").asInt()).isEqualTo(trace.lives().size() + RESERVE);
    long reserve =
        FieldFleet.devices(operator, product).stream()
            .filter(device -> device.get("desired_firmware_version").asInt() == last)
            .count();
    assertThat(counts.get("pending").asLong())
        .as("busy devices, and those in reserve that are locked to it: %s", summary)
        .isEqualTo(busy + reserve);
    System.out.println("counts of version " + last + " at the end: " + counts);
  }

  /**
   * In order, no version twice, none but those released; and the server's history tells just that:
   * each update that a device confirmed, and each version that it left again, once.
   */
  private static void assertOnceEach(Operator operator, FleetTrace trace, int last)
      throws Exception {
    int told = 0;
    for (Map.Entry<String, Life> one : trace.lives().entrySet()) {
      Life life = one.getValue();
      List<Integer> confirmed = life.all("confirmed").map(FleetTrace.Said::version).toList();
      assertThat(confirmed).as(one.getKey()).isSorted().doesNotHaveDuplicates();
      assertThat(confirmed).allMatch(version -> version >= 2 && version <= last);
      assertThat(life.times("crashed", last)).as("one trial: %s", life).isIn(0L, BOOTS_OF_A_TRIAL);
      List<Integer> left = life.times("crashed", last) > 0 ? List.of(last) : List.of();
      assertThat(history(operator, one.getKey(), "UPDATED")).as("%s", life).isEqualTo(confirmed);
      assertThat(history(operator, one.getKey(), "ROLLED_BACK")).as("%s", life).isEqualTo(left);
      told += confirmed.size() + left.size();
    }
    System.out.println("updates and rollbacks, each in its device's history once: " + told);
  }

  /** The versions of a device's attempts that ended so, the first one first. */
  private static List<Integer> history(Operator operator, String device, String state)
      throws Exception {
    JsonNode answer = operator.get("/v1/devices/" + device + "/history?per_page=100");
    List<Integer> versions = new ArrayList<>();
    for (JsonNode update : answer.get("updates")) {
      if (update.get("state").asText().equals(state)) {
        versions.add(update.get("to").asInt());
      }
    }
    Collections.reverse(versions);
    return versions;
  }
}
