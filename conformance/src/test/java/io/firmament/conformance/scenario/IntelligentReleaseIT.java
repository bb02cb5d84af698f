package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.process.CommandProcess;
import io.firmament.conformance.scenario.FleetTrace.Life;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An intelligent release to a fleet that is online, of which every fifth device forbids updates,
 * and to some that sleep (features REL3, DEV4): who starts when. It prints the times.
 */
class IntelligentReleaseIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int IMAGE_BYTES = 20_000;
  private static final int STARTS_A_SECOND = 40;

  /** Whoever is busy or sleeps is so for so many times as long as the server took to start. */
  private static final int SLOWNESS = 3;

  /** Whoever reads what a thousand devices say all the time has a part in how long they take. */
  private static final Duration SELDOM = Duration.ofSeconds(2);

  @TempDir Path folder;

  @Test
  void ready_devices_start_at_once_busy_and_sleeping_ones_when_they_can() throws Exception {
    release(30, 3, 5, 0);
  }

  @Test
  @Tag("sweep")
  void of_a_thousand_devices_the_ready_ones_start_at_once() throws Exception {
    release(Integer.getInteger("firmament.fleet.devices", 1_000), 50, 45, 1_000);
  }

  /**
   * @param pace milliseconds between two blocks of a device. A thousand that take theirs as fast as
   *     the processors go would be measured, instead of how they start
   */
  private void release(int online, int asleep, long leastSeconds, int pace) throws Exception {
    Instant begin = Instant.now();
    try (Cloud cloud = Cloud.start(folder)) {
      long away = Math.max(leastSeconds, SLOWNESS * seconds(begin, Instant.now()));
      Operator operator = cloud.operator();
      String product = operator.product("Intelligent");
      byte[] image = Images.of(2, IMAGE_BYTES);
      operator.upload(product, Files.write(folder.resolve("second"), image), 2);
      int devices = online + asleep;
      FieldFleet fleet = FieldFleet.add(cloud, product, devices, Images.of(1, IMAGE_BYTES));
      long ramp = devices / STARTS_A_SECOND;
      try (EventTape events = EventTape.of(operator, 0);
          CommandProcess process =
              fleet.start(
                  "--trace",
                  "--until-version=3",
                  "--timeout=" + PATIENCE.toSeconds(),
                  "--ramp=" + ramp,
                  "--pace=" + pace,
                  "--fault=busy@0-" + (ramp + away + 2) + "@20%",
                  "--fault=sleep@0-" + (ramp + away) + share(asleep, devices))) {
        await()
            .atMost(PATIENCE)
            .until(() -> online(operator, product) == online && process.isAlive());
        FieldFleet.release(operator, product, 2);
        Instant accepted = Instant.now();
        awaitStarts(process);
        assertNothingIsSentToTheBusy(operator, product);
        Instant again = releaseAgain(operator, product, process, devices);
        List<JsonNode> lines = FieldFleet.lines(process, PATIENCE);
        FleetTrace trace = FleetTrace.of(process);
        print(trace, accepted);
        printAgain(trace, again, devices);
        JsonNode report = lines.get(lines.size() - 1);
        assertThat(left(operator, trace)).as("%s", report).isEmpty();
        assertThat(report.at("/outcomes/updated").asInt()).as("%s", report).isEqualTo(devices);
        assertThat(trace.lives()).hasSize(devices);
        assertThat(trace.those(life -> life.first("awake").isPresent())).hasSize(asleep);
        assertNobodyStartsTooEarly(trace, accepted);
        assertTheServerSaysTheSame(events, devices);
      }
    }
  }

  /**
   * A further version, when all devices run the one before: they are all ready, and no process
   * compiles any more what the first release made it do.
   */
  private Instant releaseAgain(
      Operator operator, String product, CommandProcess process, int devices) throws Exception {
    await()
        .pollInterval(SELDOM)
        .atMost(PATIENCE)
        .until(() -> confirmed(FleetTrace.of(process), 2) == devices);
    byte[] image = Images.of(3, IMAGE_BYTES);
    operator.upload(product, Files.write(folder.resolve("third"), image), 3);
    FieldFleet.release(operator, product, 3);
    return Instant.now();
  }

  private static int confirmed(FleetTrace trace, int version) {
    return trace.those(life -> life.times("confirmed", version) > 0).size();
  }

  private static void printAgain(FleetTrace trace, Instant accepted, int devices) {
    List<Duration> times =
        trace.lives().values().stream()
            .flatMap(life -> life.all("started").filter(said -> said.version() == 3).limit(1))
            .map(said -> Duration.between(accepted, said.at()))
            .toList();
    System.out.println("the same again, all ready: " + FleetTrace.spread(times.stream()));
    assertThat(times).hasSize(devices);
  }

  /** Those that were not updated: what they did, and what the server says of them. */
  private static List<String> left(Operator operator, FleetTrace trace) throws Exception {
    List<String> left = new ArrayList<>();
    for (Map.Entry<String, Life> one : trace.lives().entrySet()) {
      if (one.getValue().times("confirmed", 2) == 0) {
        String path = "/v1/devices/" + one.getKey();
        left.add(one + " " + operator.get(path + "/explain") + " " + operator.get(path));
      }
    }
    return left;
  }

  private static String share(int part, int whole) {
    return String.format(Locale.ROOT, "@%.4f%%", 100.0 * part / whole);
  }

  private static long seconds(Instant from, Instant to) {
    return Duration.between(from, to).toSeconds();
  }

  private static long online(Operator operator, String product) throws Exception {
    return FieldFleet.devices(operator, product).stream()
        .filter(device -> device.get("online").asBoolean())
        .filter(device -> device.get("firmware_version").asInt() == 1)
        .count();
  }

  /**
   * While the others are sent something: nothing was served to those who are kept by their own
   * word, and no attempt is made with those who sleep.
   */
  private static void assertNothingIsSentToTheBusy(Operator operator, String product)
      throws Exception {
    List<String> kept =
        FieldFleet.devices(operator, product).stream()
            .filter(device -> isKept(device.get("state").asText()))
            .map(device -> device.get("id").asText())
            .toList();
    int seen = 0;
    for (String id : kept) {
      JsonNode explained = operator.get("/v1/devices/" + id + "/explain");
      if (isKept(explained.get("reason").asText())) {
        seen++;
        assertThat(explained.has("attempt")).as("%s", explained).isFalse();
        assertThat(explained.has("progress")).as("%s", explained).isFalse();
      }
    }
    assertThat(seen).as("devices that are seen to be kept").isPositive();
  }

  private static void awaitStarts(CommandProcess process) {
    await()
        .pollInterval(SELDOM)
        .atMost(PATIENCE)
        .until(() -> !FleetTrace.of(process).those(IntelligentReleaseIT::hasStarted).isEmpty());
  }

  private static boolean isKept(String state) {
    return state.startsWith("UPDATES_DISABLED") || state.startsWith("OFFLINE");
  }

  private static boolean hasStarted(Life life) {
    return life.first("started").isPresent();
  }

  private static boolean isFree(Life life) {
    return life.first("available").or(() -> life.first("awake")).isPresent();
  }

  private static void assertNobodyStartsTooEarly(FleetTrace trace, Instant accepted) {
    assertThat(trace.lives())
        .allSatisfy(
            (id, life) -> {
              Instant started = life.first("started").orElseThrow();
              for (String free : List.of("available", "awake")) {
                life.first(free).ifPresent(at -> assertThat(started).isAfter(at));
                life.first(free).ifPresent(at -> assertThat(at).isAfter(accepted));
              }
              assertThat(life.times("confirmed", 2)).as("%s", life).isEqualTo(1);
            });
  }

  /** In the journal, too, a busy device enables its updates before anything is sent to it. */
  private static void assertTheServerSaysTheSame(EventTape events, int devices) {
    await()
        .atMost(PATIENCE)
        .until(() -> ids(events, "spark/flash/status", "success ").size() >= devices);
    List<String> enabled = ids(events, "particle/device/updates/enabled", "true");
    List<String> disabled = ids(events, "particle/device/updates/enabled", "false");
    assertThat(disabled).isNotEmpty();
    assertThat(enabled).containsAll(disabled);
    List<String> order =
        events.events().values().stream()
            .filter(
                event ->
                    event.text().equals("started ")
                        || event.name().equals("particle/device/updates/enabled")
                            && event.text().equals("true"))
            .filter(event -> disabled.contains(event.device()))
            .map(event -> event.device() + " " + event.text())
            .toList();
    for (String device : disabled) {
      assertThat(order.indexOf(device + " true")).isLessThan(order.indexOf(device + " started "));
    }
  }

  private static List<String> ids(EventTape events, String name, String text) {
    return events.events().values().stream()
        .filter(event -> event.name().equals(name) && event.text().equals(text))
        .map(EventTape.Event::device)
        .distinct()
        .toList();
  }

  private static void print(FleetTrace trace, Instant accepted) {
    System.out.println(
        "from the accepted release to a ready device's first block request: "
            + FleetTrace.spread(
                trace.those(life -> !isFree(life) && hasStarted(life)).stream()
                    .map(life -> Duration.between(accepted, life.first("started").orElseThrow()))));
    for (String free : List.of("available", "awake")) {
      String other = free.equals("awake") ? "available" : "awake";
      System.out.println(
          "from '"
              + free
              + "' to the first block request: "
              + FleetTrace.spread(
                  trace.those(life -> life.first(free).isPresent() && hasStarted(life)).stream()
                      .filter(life -> life.first(other).isEmpty())
                      .map(life -> since(life, free))));
    }
  }

  private static Duration since(Life life, String free) {
    return Duration.between(life.first(free).orElseThrow(), life.first("started").orElseThrow());
  }
}
