package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.device.fleet.Fleet;
import io.firmament.device.fleet.FleetReport;
import io.firmament.device.fleet.FleetSnapshot;
import io.firmament.device.fleet.Percentiles;
import io.firmament.device.fleet.Stage;
import io.firmament.device.sim.SimulationEvent;
import io.firmament.device.sim.Summary;
import io.firmament.protocol.value.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tells how a fleet stands, in one line that is drawn over, and what became of it. */
final class FleetNarrator {
  private static final Duration DRAWN = Duration.ofMillis(500);
  private static final Duration PLAIN = Duration.ofSeconds(10);
  private static final double MILLIS = 1000.0;
  private static final int MOST_NAMED = 20;

  private final Host host;
  private final boolean json;

  FleetNarrator(Host host, boolean json) {
    this.host = host;
    this.json = json;
  }

  /** Says how it stands until all have ended. */
  void watch(Fleet fleet) throws InterruptedException {
    while (!fleet.await(host.isTerminal() ? DRAWN : PLAIN)) {
      if (host.isTerminal()) {
        host.err().print("\r\033[K" + line(fleet.snapshot()));
        host.err().flush();
      } else {
        host.err().println(line(fleet.snapshot()));
      }
    }
    if (host.isTerminal()) {
      host.err().print("\r\033[K");
    }
  }

  /** Says what a device does, by the clock of this machine; called by any thread. */
  void heard(DeviceId device, SimulationEvent event) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("time", Instant.now().toString());
    line.put("id", device.hex());
    host.out().println(line.setAll(DeviceNarrator.asJson(event)));
  }

  private static String line(FleetSnapshot snapshot) {
    String stages =
        snapshot.stages().entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey().label())
            .collect(Collectors.joining(", "));
    String fetched =
        snapshot.at(Stage.TRANSFERRING) == 0
            ? ""
            : " (%.0f %% fetched)".formatted(100 * snapshot.fetched());
    return String.format(Locale.ROOT, "%6.1f s  ", seconds(snapshot.at())) + stages + fetched;
  }

  /** Reports: a line a device and one for all of them in JSON; a table for a person. */
  void end(FleetReport report) {
    if (json) {
      report.ends().forEach(end -> host.out().println(asJson(end)));
      host.out().println(asJson(report));
    } else {
      print(report);
    }
  }

  private void print(FleetReport report) {
    Table table = new Table("FLEET OF " + report.ends().size(), "P50", "P95", "P99", "MAX");
    spread(table, "seconds", report.seconds());
    spread(table, "seconds of transfer", report.transferSeconds());
    spread(table, "octets up", report.wireBytesUp());
    spread(table, "octets down", report.wireBytesDown());
    spread(table, "repeated blocks", report.repeatedBlocks());
    table.print(host.out(), host.columns());
    ObjectNode sums = asJson(report);
    host.out().println();
    for (String name : new String[] {"outcomes", "versions", "seconds", "sums"}) {
      host.out().println(name + ": " + words(sums, name));
    }
    report.ends().stream()
        .filter(end -> !end.outcome().isSuccess())
        .limit(MOST_NAMED)
        .forEach(end -> host.out().println(end.id() + ": " + trouble(end)));
  }

  private static String words(ObjectNode sums, String name) {
    if (!sums.get(name).isObject()) {
      return sums.get(name).asText();
    }
    return sums.get(name).properties().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue().asText())
        .collect(Collectors.joining(", "));
  }

  private static String trouble(FleetReport.End end) {
    return end.outcome().label() + (end.trouble().isEmpty() ? "" : ", " + end.trouble());
  }

  private static void spread(Table table, String name, Percentiles spread) {
    table.row(
        name,
        figure(spread.p50()),
        figure(spread.p95()),
        figure(spread.p99()),
        figure(spread.max()));
  }

  private static String figure(double number) {
    return String.format(Locale.ROOT, number == Math.rint(number) ? "%,.0f" : "%,.2f", number);
  }

  private static ObjectNode asJson(FleetReport report) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.put("devices", report.ends().size());
    ObjectNode outcomes = all.putObject("outcomes");
    report.outcomes().forEach((outcome, number) -> outcomes.put(outcome.label(), number));
    ObjectNode versions = all.putObject("versions");
    report.versions().forEach((version, number) -> versions.put(version.toString(), number));
    all.put("seconds", seconds(report.lasted()));
    ObjectNode sums = all.putObject("sums");
    sums.put("wireBytesUp", report.sum(Summary::wireBytesUp));
    sums.put("wireBytesDown", report.sum(Summary::wireBytesDown));
    sums.put("blocks", report.sum(Summary::blocks));
    sums.put("repeatedBlocks", report.sum(Summary::repeatedBlocks));
    sums.put("handshakes", report.sum(Summary::handshakes));
    sums.put("resumes", report.sum(Summary::resumes));
    ObjectNode spreads = all.putObject("spreads");
    spread(spreads, "seconds", report.seconds());
    spread(spreads, "transferSeconds", report.transferSeconds());
    spread(spreads, "wireBytesUp", report.wireBytesUp());
    spread(spreads, "wireBytesDown", report.wireBytesDown());
    spread(spreads, "repeatedBlocks", report.repeatedBlocks());
    return all;
  }

  private static void spread(ObjectNode spreads, String name, Percentiles spread) {
    spreads
        .putObject(name)
        .put("p50", spread.p50())
        .put("p95", spread.p95())
        .put("p99", spread.p99())
        .put("max", spread.max());
  }

  private static ObjectNode asJson(FleetReport.End end) {
    ObjectNode line =
        end.summary()
            .map(DeviceNarrator::asJson)
            .orElseGet(() -> JsonNodeFactory.instance.objectNode().put("id", end.id().hex()));
    line.put("outcome", end.outcome().label());
    return end.trouble().isEmpty() ? line : line.put("trouble", end.trouble());
  }

  private static double seconds(Duration duration) {
    return Math.round(duration.toNanos() / 1e6) / MILLIS;
  }
}
