package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.process.CommandProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * XFR2, XFR5: transfers over emulated LTE-M that are interrupted in every way end confirmed, and
 * what is sent twice is at most one window an interruption, and what the link lost. A window is
 * what is in flight and what the journal does not vouch for yet.
 */
class ResumeIT {
  private static final int IN_FLIGHT = 8;

  /** Every sixteenth of an image and every 16 KiB the journal vouches for what is there. */
  private static final int MOST_UNJOURNALED = 16;

  private static final int WINDOW = IN_FLIGHT + MOST_UNJOURNALED;
  private static final int MOST_VERSIONS = 25;

  /** With other seeds a fifth of all flights is waited for, for 5 s and more. */
  private static final int EASY_HANDSHAKES = 8;

  private static final int LONGEST_LIFE_MILLIS = 3000;

  /** A killed server knows no idle device: whoever was told nothing yet is silent for so long. */
  private static final Duration MOST_SILENCE = Duration.ofMinutes(1);

  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir Path folder;

  @Test
  void losses_new_ports_a_blackout_and_kills_cost_one_window_each() throws Exception {
    try (Cloud cloud = Cloud.start(folder)) {
      Product product = Product.of(cloud, 150_000, 4);
      List<Ended> ended =
          atOnce(
              List.of(
                  () ->
                      product
                          .device(1)
                          .through("lte-m,loss=20%,dup=5%,reorder=5%", EASY_HANDSHAKES, 0),
                  () -> product.device(2).through(rebinding(12), 2, 5),
                  () -> product.device(3).through("lte-m,blackout-after=40KiB:4s", 3, 1),
                  () -> product.device(4).killed(2, new Random(4))));
      ended.forEach(Ended::assertSpared);
    }
  }

  @Test
  @Tag("sweep")
  void a_device_that_is_killed_a_hundred_times_repeats_at_most_a_window_each() throws Exception {
    try (Cloud cloud = Cloud.start(folder)) {
      Product product = Product.of(cloud, 400_000, MOST_VERSIONS);
      List<Callable<Ended>> devices = new ArrayList<>();
      for (int number = 1; number <= 4; number++) {
        LinkedDevice device = product.device(number);
        Random random = new Random(number);
        devices.add(() -> device.killed(25, random));
      }
      List<Ended> ended = atOnce(devices);
      ended.forEach(Ended::assertSpared);
      assertThat(ended.stream().mapToInt(Ended::interruptions).sum()).isEqualTo(100);
    }
  }

  @Test
  @Tag("sweep")
  void twenty_kills_of_the_server_cost_at_most_a_window_each() throws Exception {
    try (Cloud cloud = Cloud.start(folder)) {
      Product product = Product.of(cloud, 400_000, MOST_VERSIONS);
      Random random = new Random(20);
      AtomicInteger kills = new AtomicInteger();
      List<Callable<Ended>> devices = new ArrayList<>();
      for (int number = 1; number <= 4; number++) {
        LinkedDevice device = product.device(number);
        devices.add(() -> device.whileKilled(kills, 20));
      }
      devices.add(
          () -> {
            while (kills.get() < 20) {
              cloud.live(Duration.ofMillis(14_000 + random.nextInt(8_000)));
              cloud.kill();
              cloud.start();
              kills.incrementAndGet();
            }
            return Ended.NONE;
          });
      atOnce(devices).forEach(Ended::assertSpared);
    }
  }

  @Test
  @Tag("sweep")
  void a_minute_of_darkness_at_half_five_ports_and_every_fifth_datagram_lost() throws Exception {
    try (Cloud cloud = Cloud.start(folder)) {
      Product product = Product.of(cloud, 400_000, 2);
      List<Callable<Ended>> devices = new ArrayList<>();
      for (int number = 1; number <= 8; number++) {
        LinkedDevice device = product.device(number);
        int seed = number;
        String all = ",loss=20%,dup=5%,reorder=5%,blackout-after=100KiB:60s";
        devices.add(
            switch (number % 4) {
              case 0 -> () -> device.through("lte-m,blackout-after=100KiB:60s", seed, 1);
              case 1 -> () -> device.through(rebinding(32), seed, 5);
              case 2 -> () -> device.through("lte-m,loss=20%,dup=5%,reorder=5%", seed, 0);
              default -> () -> device.through(rebinding(32) + all, seed, 6);
            });
      }
      atOnce(devices).forEach(Ended::assertSpared);
    }
  }

  /** Five new source ports. */
  private static String rebinding(int everyKib) {
    List<String> after = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      after.add(i * everyKib + "KiB");
    }
    return "lte-m,rebind-after=" + String.join("+", after);
  }

  private static List<Ended> atOnce(List<Callable<Ended>> devices) throws Exception {
    ExecutorService team = Executors.newFixedThreadPool(devices.size());
    try {
      List<Ended> ended = new ArrayList<>();
      for (Future<Ended> one : team.invokeAll(devices)) {
        ended.add(one.get());
      }
      ended.stream().filter(one -> one != Ended.NONE).forEach(System.out::println);
      return ended;
    } finally {
      team.shutdownNow();
    }
  }

  /**
   * What became of a device's transfers.
   *
   * @param what for people
   * @param interruptions how often they were interrupted
   * @param lost datagrams that the link took from them, as far as is known
   * @param repeated blocks that were sent twice
   * @param blocks of all images
   * @param seconds of the last life
   */
  private record Ended(
      String what, int interruptions, long lost, long repeated, long blocks, double seconds) {
    static final Ended NONE = new Ended("nobody", 0, 0, 0, 0, 0);

    void assertSpared() {
      assertThat(repeated).as("%s", this).isLessThanOrEqualTo(interruptions * (long) WINDOW + lost);
    }
  }

  /** A product with versions that devices can be sent to. */
  private record Product(Cloud cloud, String slug, byte[] factory) {
    static Product of(Cloud cloud, int imageBytes, int versions) throws Exception {
      String slug = cloud.operator().product("Interrupted");
      for (int version = 2; version <= versions; version++) {
        Path image = cloud.folder().resolve("image-" + version);
        Files.write(image, Images.of(version, imageBytes));
        cloud.operator().upload(slug, image, version);
      }
      return new Product(cloud, slug, Images.of(1, imageBytes));
    }

    LinkedDevice device(int number) throws Exception {
      String id = "0123456789abcdef0001%04x".formatted(number);
      return new LinkedDevice(cloud, FieldDevice.add(cloud, slug, id, factory));
    }
  }

  /** A device on an emulated link. */
  private record LinkedDevice(Cloud cloud, FieldDevice device) {
    /** One update in one life, over a link that interrupts it so often. */
    Ended through(String link, int seed, int interruptions) throws Exception {
      send(2);
      try (CommandProcess process = start(2, link, seed)) {
        JsonNode summary = assertUpdated(process, 2);
        JsonNode down = summary.at("/link/down");
        long lost = down.get("arrived").asLong() - down.get("delivered").asLong();
        return new Ended(
            device.id() + " " + link,
            interruptions,
            lost + down.get("duplicated").asLong() + down.get("reordered").asLong(),
            served() - summary.get("blocks").asLong(),
            summary.get("blocks").asLong(),
            summary.get("seconds").asDouble());
      }
    }

    /** One update after the other, until the device was killed so often. */
    Ended killed(int kills, Random random) throws Exception {
      int done = 0;
      long repeated = 0;
      long blocks = 0;
      for (int version = 2; done < kills; version++) {
        send(version);
        boolean confirmed = false;
        while (!confirmed) {
          try (CommandProcess process = start(version, "lte-m", random.nextInt())) {
            OptionalInt code = process.awaitExit(done < kills ? life(process, random) : LONG);
            if (code.isEmpty()) {
              process.kill();
              done++;
            } else if (isHeldBack()) {
              retry();
            } else {
              assertUpdated(process, version);
              confirmed = true;
            }
          }
        }
        JsonNode update = update();
        repeated += update.get("served_blocks").asLong() - update.get("of_blocks").asLong();
        blocks += update.get("of_blocks").asLong();
      }
      return new Ended(device.id() + " killed", kills, blocks / 50 + 3, repeated, blocks, 0);
    }

    /** Three lives that are too short to get on hold a device back, until somebody says so. */
    private boolean isHeldBack() throws Exception {
      JsonNode explained = cloud.operator().get("/v1/devices/" + device.id() + "/explain");
      return explained.get("reason").asText().startsWith("LOOP_GUARD");
    }

    private void retry() throws Exception {
      cloud.operator().put("/v1/devices/" + device.id(), Map.of("retry", true));
    }

    /** Mostly it ends in the transfer, and every fifth time wherever it is. */
    private static Duration life(CommandProcess process, Random random) {
      if (random.nextInt(5) > 0) {
        Awaitility.await()
            .atMost(LONG)
            .until(() -> !process.isAlive() || speaksOf(process, "started"));
      }
      return Duration.ofMillis(random.nextInt(LONGEST_LIFE_MILLIS));
    }

    private static boolean speaksOf(CommandProcess process, String phase) {
      return process.lines().stream().anyMatch(line -> line.contains(phase));
    }

    /** One update after the other, as long as somebody kills the server. */
    Ended whileKilled(AtomicInteger kills, int enough) throws Exception {
      long repeated = 0;
      long blocks = 0;
      long lost = 0;
      for (int version = 2;
          version == 2 || kills.get() < enough && version <= MOST_VERSIONS;
          version++) {
        sendPatiently(version);
        try (CommandProcess process = start(version, "lte-m", version)) {
          JsonNode summary = assertUpdated(process, version);
          repeated += summary.get("repeatedBlocks").asLong();
          blocks += summary.get("blocks").asLong();
          JsonNode down = summary.at("/link/down");
          lost += down.get("arrived").asLong() - down.get("delivered").asLong();
        }
      }
      return new Ended(device.id() + " server killed", kills.get(), lost, repeated, blocks, 0);
    }

    private CommandProcess start(int version, String link, int seed) throws Exception {
      return device.start(
          "--until-version",
          Integer.toString(version),
          "--window",
          Integer.toString(IN_FLIGHT),
          "--link",
          link,
          "--link-seed",
          Integer.toString(seed),
          "--hello-every",
          Long.toString(MOST_SILENCE.toSeconds()),
          "--timeout",
          Long.toString(LONG.toSeconds()));
    }

    private JsonNode assertUpdated(CommandProcess process, int version) throws Exception {
      assertThat(process.awaitExit(LONG)).as("it ends: %s", process.lines()).hasValue(0);
      JsonNode summary = FieldDevice.summary(process);
      assertThat(summary.get("outcome").asText()).isIn("updated", "up-to-date");
      assertThat(summary.get("to").asInt()).as("%s", summary).isEqualTo(version);
      return summary;
    }

    private void send(int version) throws Exception {
      cloud
          .operator()
          .put(
              "/v1/devices/" + device.id(),
              Map.of("desired_firmware_version", version, "flash", true));
    }

    /** The server may be away. */
    private void sendPatiently(int version) {
      Awaitility.await()
          .atMost(LONG)
          .ignoreExceptionsInstanceOf(java.io.IOException.class)
          .until(
              () -> {
                send(version);
                return true;
              });
    }

    private long served() throws Exception {
      return update().get("served_blocks").asLong();
    }

    private JsonNode update() throws Exception {
      return cloud.operator().get("/v1/devices/" + device.id()).get("update");
    }
  }
}
