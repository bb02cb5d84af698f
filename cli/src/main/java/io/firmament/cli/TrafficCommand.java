package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what crossed the devices' port (feature OBS3). */
@Command(
    name = "traffic",
    description = {
      "Shows what crossed the devices' port since the server started, in octets of UDP payload:",
      "what devices are charged with, by kind, and what no device is behind."
    })
final class TrafficCommand implements Step {
  private static final List<String> KINDS = List.of("handshake", "control", "firmware", "repeated");

  private final Host host;
  @Mixin private ApiOptions api;

  TrafficCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    JsonNode port = api.client(host).get("/v1/traffic");
    if (api.json()) {
      host.out().println(port);
      return ExitCode.DONE;
    }
    Table table = new Table("KIND", "UP", "DOWN");
    for (String kind : KINDS) {
      row(table, kind, port.path("devices").path(kind));
    }
    row(table, "nobody's", port.path("unattributed"));
    row(table, "all", port.path("total"));
    host.out().println("since " + port.path("since").asText());
    table.print(host.out(), host.columns());
    return ExitCode.DONE;
  }

  private static void row(Table table, String kind, JsonNode octets) {
    table.row(kind, octets.path("up").asText(), octets.path("down").asText());
  }
}
