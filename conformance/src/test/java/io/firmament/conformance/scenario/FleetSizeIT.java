package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.process.CommandProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How little the server needs for many devices. */
@Tag("sweep")
class FleetSizeIT {
  private static final List<String> SMALL_HEAP = List.of("-Xmx192m");
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final int IMAGE_BYTES = 16 << 20;
  private static final long MOST_BYTES_PER_SESSION = 3_500;

  /** RFC 7252 section 4.8.2: until then messages are kept, so that repetitions are known. */
  private static final Duration EXCHANGE_LIFETIME = Duration.ofSeconds(247);

  private static final Duration SWEEP = Duration.ofSeconds(20);

  /** What a first device loads and makes is no session's. */
  private static final int WARM_UP = 50;

  private static final int DEVICES_A_SECOND = 20;

  @TempDir Path folder;

  @Test
  void a_hundred_devices_fetch_16_mib_at_once_from_a_server_with_192_mib() throws Exception {
    int devices = Integer.getInteger("firmament.fleet.devices", 100);
    byte[] image = new byte[IMAGE_BYTES];
    new Random(1).nextBytes(image);
    try (Cloud cloud = Cloud.start(folder, SMALL_HEAP)) {
      Operator operator = cloud.operator();
      String product = operator.product("Large");
      operator.upload(product, Files.write(folder.resolve("second"), image), 2);
      FieldFleet.release(operator, product, 2);
      FieldFleet fleet = FieldFleet.add(cloud, product, devices, Images.of(1, 10_000));
      JsonNode report = run(fleet, "--until-version=2", "--timeout=" + PATIENCE.toSeconds());
      System.out.println(devices + " devices, " + IMAGE_BYTES + " octets: " + report);
      assertThat(report.at("/outcomes/updated").asInt()).as("%s", report).isEqualTo(devices);
      assertThat(FieldFleet.devices(operator, product))
          .as("the very image, by its digest (TGT12)")
          .hasSize(devices)
          .allMatch(device -> device.get("state").asText().equals("UP_TO_DATE"));
    }
  }

  @Test
  void an_idle_session_takes_3500_bytes_of_heap_at_most() throws Exception {
    int devices = Integer.getInteger("firmament.fleet.sessions", 5_000);
    try (Cloud cloud = Cloud.start(folder, SMALL_HEAP)) {
      String product = cloud.operator().product("Idle");
      FieldFleet fleet = FieldFleet.add(cloud, product, devices, Images.of(1, 2_000));
      run(fleet, "--count=" + WARM_UP, "--until-version=1", "--timeout=60", "--ramp=5");
      long before = settledHeap(cloud);
      JsonNode report =
          run(fleet, "--until-version=1", "--timeout=60", "--ramp=" + devices / DEVICES_A_SECOND);
      long after = settledHeap(cloud);
      long sessions = report.at("/sums/handshakes").asLong() - WARM_UP;
      assertThat(sessions).as("%s", report).isGreaterThan(devices * 9L / 10);
      long each = (after - before) / sessions;
      System.out.printf(
          "%d idle sessions more: heap %d bytes before, %d with them, %d a session%n",
          sessions, before, after, each);
      assertThat(each).isLessThanOrEqualTo(MOST_BYTES_PER_SESSION);
    }
  }

  private static JsonNode run(FieldFleet fleet, String... options) throws Exception {
    try (CommandProcess process = fleet.start(options)) {
      List<JsonNode> lines = FieldFleet.lines(process, PATIENCE);
      return lines.get(lines.size() - 1);
    }
  }

  /** The heap when nothing of any exchange is left. */
  private static long settledHeap(Cloud cloud) {
    return await()
        .pollDelay(EXCHANGE_LIFETIME.plus(SWEEP))
        .atMost(EXCHANGE_LIFETIME.multipliedBy(2))
        .until(() -> LiveHeap.bytes(cloud.pid()), bytes -> bytes > 0);
  }
}
