package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a device, what it is to run, and why it does not yet. */
@Command(
    name = "show",
    description = "Shows a device: what it runs, what it is to run, and why it does not yet.")
final class DeviceShowCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(paramLabel = "D", description = "Its id or name.")
  private String device;

  DeviceShowCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ApiClient client = api.client(host);
    String path = "/v1/devices/" + ApiClient.segment(device);
    JsonNode found = client.get(path);
    JsonNode explained = client.get(path + "/explain");
    if (api.json()) {
      ((ObjectNode) found).set("explain", explained);
      host.out().println(found);
    } else {
      print(found, explained);
    }
    return ExitCode.DONE;
  }

  private void print(JsonNode found, JsonNode explained) {
    line("device", found.path("id").asText() + " (" + found.path("name").asText() + ")");
    line("product", found.path("product_id").asText());
    line("online", found.path("online").asBoolean() ? "yes" : "no");
    line("last heard", found.path("last_heard").asText("never"));
    line("runs", DeviceListCommand.number(found, "firmware_version"));
    line("state", found.path("state").asText());
    JsonNode target = explained.path("target");
    if (target.isObject()) {
      String by = target.path("rule").asText() + ", by " + target.path("by").asText();
      line("target", target.path("version").asText() + " (" + by + ")");
    } else {
      line("target", "none");
    }
    if (explained.path("reason").isTextual()) {
      line("why not", explained.path("reason").asText());
      line("opens when", explained.path("opens_when").asText());
    }
    Table table = new Table("RULE OR GATE", "VERDICT", "WHY");
    for (JsonNode one : explained.path("evidence")) {
      table.row(one.path("name").asText(), one.path("verdict").asText(), one.path("why").asText());
    }
    host.out().println();
    table.print(host.out(), host.columns());
  }

  private void line(String name, String value) {
    host.out().printf("%-11s %s%n", name, value);
  }
}
