package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.process.CommandProcess;
import io.firmament.protocol.value.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fleet on mixed links for a long time: releases back and forth, faults at random, then a calm.
 * {@code -Dfirmament.soak.minutes}, {@code .devices} and {@code .releases} say how much of it.
 */
@Tag("sweep")
class SoakIT {
  private static final int DEVICES = Integer.getInteger("firmament.soak.devices", 200);
  private static final int RELEASES = Integer.getInteger("firmament.soak.releases", 20);
  private static final Duration WHOLE =
      Duration.ofMinutes(Integer.getInteger("firmament.soak.minutes", 10));

  /** The last part of the time is without faults: what the rules say comes true. */
  private static final double TROUBLED = 0.7;

  /** Shorter runs are no measure of a leak: exchanges are kept for 4 of their minutes. */
  private static final Duration LEAST_FOR_A_LEAK = Duration.ofMinutes(30);

  private static final double MOST_GROWTH = 1.05;
  private static final int IMAGE_BYTES = 12_000;
  private static final List<Integer> VERSIONS = List.of(2, 3, 4, 5, 6);

  /** No device fails with this one; it is the last that is released. */
  private static final int LAST = 5;

  private static final List<String> TROUBLE =
      List.of(
          "--link=lte-m:50,nb-iot:25,wifi:25",
          "--ramp=20",
          "--hello-every=60",
          "--fault=power@every:240@40%",
          "--fault=power@write:1-2000@50%",
          "--fault=reboot@every:300@30%",
          "--fault=sleep@every:200:30@30%",
          "--fault=busy@every:200:20@30%",
          "--fault=crash@3@5%",
          "--fault=self-test-fails@4@5%");

  @TempDir Path folder;
  private final List<Long> heap = new ArrayList<>();

  @Test
  void a_fleet_in_trouble_ends_where_the_rules_say_and_nothing_leaks() throws Exception {
    try (Cloud cloud = Cloud.start(folder, List.of("-Xmx192m"))) {
      Operator operator = cloud.operator();
      String product = operator.product("Soak");
      for (int version : VERSIONS) {
        Path image = Files.write(folder.resolve("v" + version), Images.of(version, IMAGE_BYTES));
        operator.upload(product, image, version);
      }
      FieldFleet fleet = FieldFleet.add(cloud, product, DEVICES, Images.of(1, IMAGE_BYTES));
      try (EventTape live = EventTape.of(operator, 0);
          CommandProcess process = fleet.start(options())) {
        trouble(cloud, product);
        calm(operator, product, process);
        assertEventsAreWhole(operator, live);
        report(process);
      }
    }
  }

  private static String[] options() {
    List<String> options = new ArrayList<>(TROUBLE);
    options.add("--timeout=" + WHOLE.toSeconds());
    options.add("--faults-until=" + (long) (WHOLE.toSeconds() * TROUBLED));
    return options.toArray(String[]::new);
  }

  /** Releases go two up and one down, at even times. */
  private void trouble(Cloud cloud, String product) throws Exception {
    Duration between = Duration.ofMillis((long) (WHOLE.toMillis() * TROUBLED / RELEASES));
    long begin = System.nanoTime();
    for (int i = 0; i < RELEASES; i++) {
      int version = i == RELEASES - 1 ? LAST : VERSIONS.get((i / 2 + i % 2 * 2) % VERSIONS.size());
      FieldFleet.release(cloud.operator(), product, version);
      long next = begin + between.multipliedBy(i + 1).toNanos();
      await().atMost(between.plusMinutes(1)).until(() -> System.nanoTime() > next);
      heap.add(LiveHeap.bytes(cloud.pid()));
      System.out.printf(
          "soak: %3d min, release %d (version %d), heap after collection %,d bytes%n",
          (System.nanoTime() - begin) / 60_000_000_000L, i + 1, version, heap.get(i));
    }
  }

  private static void calm(Operator operator, String product, CommandProcess fleet) {
    await()
        .atMost(WHOLE.multipliedBy(1).plusMinutes(1))
        .pollInterval(Duration.ofSeconds(5))
        .failFast("the fleet ended too early", () -> !fleet.isAlive())
        .untilAsserted(
            () ->
                assertThat(FieldFleet.devices(operator, product))
                    .hasSize(DEVICES)
                    .allMatch(device -> device.get("firmware_version").asInt() == LAST)
                    .allMatch(device -> device.get("state").asText().equals("UP_TO_DATE")));
  }

  /** What a reader heard while it happened is what the journal holds, and it tells the truth. */
  private static void assertEventsAreWhole(Operator operator, EventTape live) throws Exception {
    try (EventTape replay = EventTape.of(operator, 0)) {
      await().until(() -> !replay.events().isEmpty());
      long first = replay.events().firstKey();
      await()
          .atMost(Cloud.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(live.events().tailMap(first).keySet())
                      .isEqualTo(replay.events().keySet()));
      assertThat(live.disorder()).as("an event twice, or out of order").isFalse();
      assertThat(lastHashes(live.events()))
          .hasSize(DEVICES)
          .allSatisfy(
              (device, hash) ->
                  assertThat(hash)
                      .as(device)
                      .isEqualToIgnoringCase(Digest.of(Images.of(LAST, IMAGE_BYTES)).hex()));
      System.out.println("soak: " + live.events().size() + " events, none lost, none twice");
    }
  }

  private static Map<String, String> lastHashes(NavigableMap<Long, EventTape.Event> events) {
    Map<String, String> hashes = new HashMap<>();
    events.values().stream()
        .filter(event -> event.name().equals("spark/device/app-hash"))
        .forEach(event -> hashes.put(event.device(), event.text()));
    return hashes;
  }

  private void report(CommandProcess fleet) throws Exception {
    List<JsonNode> lines = FieldFleet.lines(fleet, WHOLE);
    JsonNode report = lines.get(DEVICES);
    System.out.println("soak: " + report);
    assertThat(report.at("/versions/" + LAST).asInt()).as("%s", report).isEqualTo(DEVICES);
    double growth = median(heap.subList(RELEASES * 3 / 4, RELEASES)) / median(firstHalf());
    System.out.printf("soak: heap after collection × %.3f from the first half on%n", growth);
    if (WHOLE.compareTo(LEAST_FOR_A_LEAK) >= 0) {
      assertThat(growth).isLessThanOrEqualTo(MOST_GROWTH);
    }
  }

  private List<Long> firstHalf() {
    return heap.subList(RELEASES / 4, RELEASES / 2);
  }

  private static double median(List<Long> figures) {
    return figures.stream().sorted().skip(figures.size() / 2).findFirst().orElseThrow();
  }
}
