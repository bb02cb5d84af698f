package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.device.sim.SimulationEvent;
import io.firmament.device.sim.SimulationListener;
import io.firmament.device.sim.Summary;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.FirmwareVersion;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Tells what a simulated device does: a line a phase, and a bar for a person. */
final class DeviceNarrator implements SimulationListener {
  private static final double MILLIS = 1000.0;
  private static final double MICROS = 1_000_000.0;
  private static final long NANOS_IN_MICRO = 1_000;

  private final Host host;
  private final boolean json;
  private final ProgressBar bar;

  DeviceNarrator(Host host, boolean json) {
    this.host = host;
    this.json = json;
    this.bar = new ProgressBar(host);
  }

  @Override
  public void on(SimulationEvent event) {
    if (json) {
      host.out().println(asJson(event));
      return;
    }
    boolean moving = event.phase() == SimulationEvent.Phase.TRANSFERRING;
    if (moving && host.isTerminal() && event.progress().isPresent()) {
      bar.show(event.progress().get().blocks(), event.progress().get().of(), "blocks");
    } else {
      bar.clear();
      host.out().printf(Locale.ROOT, "%8.2f s  %s%n", seconds(event.at()), words(event));
    }
  }

  void end(Summary summary) {
    bar.clear();
    ObjectNode result = asJson(summary);
    if (json) {
      summary.link().ifPresent(link -> result.set("link", LinkReport.asJson(link)));
      host.out().println(result);
    } else {
      Table table = new Table("SUMMARY", "");
      result.properties().forEach(e -> table.row(e.getKey(), e.getValue().asText("–")));
      summary.link().ifPresent(link -> LinkReport.rows(link).forEach(table::row));
      table.print(host.out(), host.columns());
    }
  }

  private static String words(SimulationEvent event) {
    StringBuilder text = new StringBuilder(label(event));
    event.version().ifPresent(version -> text.append(" version ").append(version));
    event
        .progress()
        .ifPresent(p -> text.append(' ').append(p.blocks()).append(" of ").append(p.of()));
    if (!event.detail().isEmpty()) {
      text.append(": ").append(event.detail());
    }
    return text.toString();
  }

  /** A line about something that happened. */
  static ObjectNode asJson(SimulationEvent event) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("seconds", seconds(event.at()));
    line.put("phase", label(event));
    event.version().ifPresent(version -> line.put("version", version.number()));
    event.progress().ifPresent(p -> line.put("blocks", p.blocks()).put("of", p.of()));
    return event.detail().isEmpty() ? line : line.put("detail", event.detail());
  }

  /** A device's last line. */
  static ObjectNode asJson(Summary summary) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("id", summary.id().hex());
    line.put("from", summary.from().map(FirmwareVersion::number).orElse(null));
    line.put("to", summary.to().map(FirmwareVersion::number).orElse(null));
    line.put("outcome", summary.outcome().label());
    line.put("seconds", seconds(summary.seconds()));
    line.put("transferSeconds", seconds(summary.transferTime()));
    line.put("handshakes", summary.handshakes());
    line.put("resumes", summary.resumes());
    line.put("wireBytesUp", summary.wireBytesUp());
    line.put("wireBytesDown", summary.wireBytesDown());
    line.put("blocks", summary.blocks());
    line.put("repeatedBlocks", summary.repeatedBlocks());
    line.put("leastRoundTripSeconds", finely(summary.leastRoundTrip()));
    line.put("medianRoundTripSeconds", finely(summary.medianRoundTrip()));
    line.put("encodedBytes", summary.encodedBytes());
    line.put("imageBytes", summary.imageBytes());
    return line.put("coding", summary.coding().map(Coding::label).orElse(null));
  }

  private static String label(SimulationEvent event) {
    return event.phase().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** On a local network, milliseconds say nothing. */
  private static Double finely(Optional<Duration> roundTrip) {
    return roundTrip.map(time -> time.toNanos() / NANOS_IN_MICRO / MICROS).orElse(null);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS;
  }
}
