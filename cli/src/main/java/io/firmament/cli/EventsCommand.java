package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows events as they happen. */
@Command(name = "events", description = "Shows events as they happen, until it is stopped.")
final class EventsCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(
      paramLabel = "PREFIX",
      arity = "0..1",
      description = "Only events whose names begin so.")
  private Optional<String> prefix = Optional.empty();

  @Option(names = "--product", paramLabel = "P", description = "Only those of this product.")
  private Optional<String> product = Optional.empty();

  EventsCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ApiClient client = api.client(host);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(client.open(path()), StandardCharsets.UTF_8))) {
      show(lines);
    } catch (IOException e) {
      throw ended();
    }
    throw ended();
  }

  private CommandFailedException ended() {
    return CommandFailedException.failed(
        "the server ended the event stream", "start the command again when it is back");
  }

  private String path() {
    String base = product.map(p -> "/v1/products/" + ApiClient.segment(p)).orElse("/v1");
    return base + "/events" + prefix.map(text -> "/" + ApiClient.segment(text)).orElse("");
  }

  private void show(BufferedReader lines) throws IOException {
    String name = "";
    String id = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("event: ")) {
        name = line.substring("event: ".length());
      } else if (line.startsWith("id: ")) {
        id = line.substring("id: ".length());
      } else if (line.startsWith("data: ")) {
        show(id, name, ApiClient.JSON.readTree(line.substring("data: ".length())));
      }
    }
  }

  private void show(String id, String name, JsonNode data) {
    if (api.json()) {
      ((ObjectNode) data).put("name", name).put("id", Long.parseLong(id));
      host.out().println(data);
    } else {
      host.out()
          .printf(
              "%s  %s  %s  %s%n",
              data.path("published_at").asText(),
              data.path("coreid").asText(),
              name,
              data.path("data").asText());
    }
    host.out().flush();
  }
}
