package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says why a device gets what it gets, or nothing (feature TGT15). */
@Command(
    name = "explain",
    description = {
      "Says why a device gets what it gets, or nothing: its target, the rule that chose it,",
      "every rule that was passed over, the first closed gate and what would open it."
    })
final class ExplainCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private DeviceParameter device;

  ExplainCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    JsonNode explained = api.client(host).get(device.path() + "/explain");
    if (api.json()) {
      host.out().println(explained);
    } else {
      line("device", explained.path("id").asText() + " (" + explained.path("name").asText() + ")");
      line("state", explained.path("state").asText());
      print(host, explained);
    }
    return ExitCode.DONE;
  }

  /** Prints the target, what is in its way, and the evidence. */
  static void print(Host host, JsonNode explained) {
    line(host, "target", target(explained.path("target")));
    if (explained.path("reason").isTextual()) {
      line(host, "why not", explained.path("reason").asText());
      line(host, "opens when", explained.path("opens_when").asText());
    }
    List<String> also = new ArrayList<>();
    explained.path("also").forEach(reason -> also.add(reason.asText()));
    if (!also.isEmpty()) {
      line(host, "also", String.join(", ", also));
    }
    Table table = new Table("RULE OR GATE", "VERDICT", "WHY");
    for (JsonNode one : explained.path("evidence")) {
      table.row(one.path("name").asText(), one.path("verdict").asText(), one.path("why").asText());
    }
    host.out().println();
    table.print(host.out(), host.columns());
  }

  private static String target(JsonNode target) {
    return target.isObject()
        ? String.format(
            "%s (%s, by %s)",
            target.path("version").asText(),
            target.path("rule").asText(),
            target.path("by").asText())
        : "none";
  }

  /** A name and a value. */
  static void line(Host host, String name, String value) {
    host.out().printf("%-11s %s%n", name, value);
  }

  private void line(String name, String value) {
    line(host, name, value);
  }
}
