package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was answered with success is remembered, whatever happens to the server's process: it is
 * killed while operators register devices through HTTP.
 */
class AcknowledgedIT {
  private static final int KILLS = 3;
  private static final int OPERATORS = 4;

  /** More than any of them registers before the kill. */
  private static final int MOST_EACH = 100_000;

  @TempDir Path folder;

  @Test
  void every_device_that_was_acknowledged_is_there_after_a_kill() throws Exception {
    long seed = Long.getLong("firmament.seed", System.nanoTime());
    Random random = new Random(seed);
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    try (Cloud cloud = Cloud.start(folder)) {
      String product = cloud.operator().product("Acknowledged");
      for (int kill = 0; kill < KILLS; kill++) {
        killWhileRegistering(cloud, product, kill, acknowledged, 20 + random.nextInt(200));
        cloud.start();

        assertThat(registered(cloud, product))
            .as("kill %d, seed %d", kill, seed)
            .containsAll(acknowledged);
      }
    }
    System.out.printf(
        "server killed %d times, seed %d: %d acknowledged devices, all there%n",
        KILLS, seed, acknowledged.size());
  }

  private static void killWhileRegistering(
      Cloud cloud, String product, int kill, Set<String> acknowledged, int thisRound)
      throws Exception {
    int before = acknowledged.size();
    ExecutorService team = Executors.newFixedThreadPool(OPERATORS);
    try {
      List<Future<?>> work = new ArrayList<>();
      for (int one = 0; one < OPERATORS; one++) {
        String ids = "%02x%02x".formatted(kill, one);
        Operator operator = cloud.operator();
        work.add(team.submit(() -> register(operator, product, ids, acknowledged)));
      }
      Awaitility.await("some are registered")
          .atMost(Cloud.PATIENCE)
          .until(() -> acknowledged.size() >= before + thisRound);
      cloud.kill();
      for (Future<?> one : work) {
        one.get(Cloud.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
    } finally {
      team.shutdownNow();
    }
  }

  /** Registers one device after the other until the server is gone; a refusal is no crash. */
  private static void register(
      Operator operator, String product, String ids, Set<String> acknowledged) {
    String key = Base64.getEncoder().encodeToString(new byte[32]);
    try {
      for (int number = 0; number < MOST_EACH; number++) {
        String id = ids + "%020x".formatted(number);
        operator.device(product, id, key);
        acknowledged.add(id);
      }
      throw new AssertionError("the server was not killed in time");
    } catch (IOException gone) {
      assertThat(acknowledged).as("it worked before: %s", gone).isNotEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Set<String> registered(Cloud cloud, String product) throws Exception {
    Operator operator = cloud.operator();
    Set<String> ids = new HashSet<>();
    int pages = 1;
    for (int page = 1; page <= pages; page++) {
      JsonNode answer =
          operator.get("/v1/products/" + product + "/devices?per_page=500&page=" + page);
      answer.get("devices").forEach(device -> ids.add(device.get("id").asText()));
      pages = answer.at("/meta/total_pages").asInt();
    }
    return ids;
  }
}
