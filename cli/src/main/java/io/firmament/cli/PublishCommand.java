package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes an event. */
@Command(name = "publish", description = "Publishes an event into the event stream.")
final class PublishCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
  private String name;

  @Parameters(index = "1", arity = "0..1", paramLabel = "DATA", description = "What it says.")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--product",
      paramLabel = "P",
      description = "Into the stream of this product; else for all who see every product.")
  private Optional<String> product = Optional.empty();

  PublishCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("name", name);
    data.ifPresent(text -> event.put("data", text));
    String path =
        product
            .map(p -> "/v1/products/" + ApiClient.segment(p) + "/events")
            .orElse("/v1/devices/events");
    return api.done(host, api.client(host).post(path, event), "event " + name + " is published");
  }
}
