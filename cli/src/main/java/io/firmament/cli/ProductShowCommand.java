package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a product's fleet in numbers (features OBS2, REL10). */
@Command(
    name = "show",
    description = "Shows a product's fleet in numbers: states, and how far each version is.")
final class ProductShowCommand implements Step {
  private static final List<String> COUNTS =
      List.of("updated", "running", "failed", "rolled_back", "lost", "pending");

  private static final String[] HEADINGS = {
    "VERSION", "RUN BY", "TARGET OF", "UPDATED", "UNDER WAY", "FAILED", "BACK", "LOST", "PENDING"
  };

  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(paramLabel = "P", description = "Number or slug of the product.")
  private String product;

  ProductShowCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ApiClient client = api.client(host);
    String path = "/v1/products/" + ApiClient.segment(product);
    ObjectNode found = (ObjectNode) client.get(path).path("product");
    JsonNode summary = client.get(path + "/summary");
    if (api.json()) {
      found.set("summary", summary);
      host.out().println(found);
    } else {
      print(found, summary);
    }
    return ExitCode.DONE;
  }

  private void print(JsonNode found, JsonNode summary) {
    ExplainCommand.line(
        host, "product", found.path("id").asText() + " (" + found.path("slug").asText() + ")");
    ExplainCommand.line(host, "platform", found.path("platform_id").asText());
    ExplainCommand.line(
        host,
        "devices",
        summary.path("devices").asText() + ", online " + summary.path("online").asText());
    List<String> states = new ArrayList<>();
    for (Map.Entry<String, JsonNode> state : summary.path("states").properties()) {
      states.add(state.getValue().asText() + " " + state.getKey());
    }
    ExplainCommand.line(host, "states", String.join(", ", states));
    host.out().println();
    versions(summary).print(host.out(), host.columns());
  }

  private static Table versions(JsonNode summary) {
    TreeMap<Integer, String> running = new TreeMap<>();
    summary
        .path("running")
        .forEach(v -> running.put(v.path("version").asInt(), v.path("total").asText()));
    summary
        .path("versions")
        .fieldNames()
        .forEachRemaining(v -> running.putIfAbsent(Integer.parseInt(v), "0"));
    Table table = new Table(HEADINGS);
    running.forEach(
        (version, total) -> {
          JsonNode counts = summary.path("versions").path(version.toString());
          List<String> cells = new ArrayList<>(List.of(version.toString(), total));
          cells.add(counts.path("devices").asText("-"));
          COUNTS.forEach(count -> cells.add(counts.path(count).asText("-")));
          table.row(cells.toArray());
        });
    return table;
  }
}
