package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what was: the updates of a device (feature REL11), or the releases of a product. */
@Command(
    name = "history",
    description = "Shows a device's updates with who caused them, or a product's releases.")
final class HistoryCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Subject subject;

  /** Whose history. */
  private static final class Subject {
    @Parameters(index = "0", paramLabel = "D", description = "Id or name of a device.")
    private String device;

    @Option(names = "--product", paramLabel = "P", description = "Number or slug of a product.")
    private String product;
  }

  HistoryCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    boolean ofProduct = subject.product != null;
    ArrayNode all = ofProduct ? releases() : updates();
    if (api.json()) {
      host.out().println(all);
    } else {
      (ofProduct ? releases(all) : updates(all)).print(host.out(), host.columns());
    }
    return ExitCode.DONE;
  }

  private ArrayNode updates() throws CommandFailedException {
    String path = "/v1/devices/" + ApiClient.segment(subject.device) + "/history";
    return Pages.all(api.client(host), path, "updates");
  }

  private ArrayNode releases() throws CommandFailedException {
    String path = "/v1/products/" + ApiClient.segment(subject.product) + "/releases";
    return Pages.all(api.client(host), path, "releases");
  }

  private static Table updates(ArrayNode all) {
    Table table =
        new Table("OFFERED", "FROM", "TO", "STATE", "BYTES", "RULE", "TRIGGER", "BY", "DETAIL");
    for (JsonNode update : all) {
      table.row(
          second(update.path("offered_at")),
          DeviceListCommand.number(update, "from"),
          DeviceListCommand.number(update, "to"),
          update.path("state").asText(),
          bytes(update.at("/bytes/total")),
          update.path("rule").asText(),
          update.path("trigger").asText(),
          update.path("by").asText(),
          update.path("detail").asText());
    }
    return table;
  }

  private static Table releases(ArrayNode all) {
    Table table = new Table("N", "VERSION", "TO", "WHEN", "RELEASED", "BY", "HALTED");
    for (JsonNode release : all) {
      List<String> to = new ArrayList<>();
      if (release.path("product_default").asBoolean()) {
        to.add("all");
      }
      release.path("groups").forEach(group -> to.add(group.asText()));
      table.row(
          release.path("number").asText(),
          release.path("version").asText(),
          String.join(",", to),
          release.path("intelligent").asBoolean() ? "at once" : "next session",
          second(release.path("updated_at")),
          release.path("released_by").asText(),
          release.path("halted").asText("-"));
    }
    return table;
  }

  /** What it has cost on the wire, both ways (feature OBS3). */
  private static String bytes(JsonNode total) {
    return total.isObject()
        ? Long.toString(total.path("up").asLong() + total.path("down").asLong())
        : "-";
  }

  /** A time to the second. */
  private static String second(JsonNode time) {
    return time.asText().replaceFirst("\\.\\d+Z$", "Z");
  }
}
