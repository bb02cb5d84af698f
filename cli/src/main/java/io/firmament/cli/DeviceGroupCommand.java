package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says which groups a device is in. */
@Command(
    name = "group",
    description = "Says which groups a device is in: exactly these, or some more or less.")
final class DeviceGroupCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private DeviceParameter device;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Wish wish;

  /** Either all of its groups, or what is different. */
  private static final class Wish {
    @Option(
        names = "--set",
        split = ",",
        paramLabel = "G",
        description = "In exactly these groups, new ones among them; '' for none.")
    private List<String> set;

    @ArgGroup(exclusive = false)
    private Difference difference;
  }

  /** What is different. */
  private static final class Difference {
    @Option(names = "--add", split = ",", paramLabel = "G", description = "Also in these groups.")
    private List<String> add = new ArrayList<>();

    @Option(names = "--remove", split = ",", paramLabel = "G", description = "Not in these groups.")
    private List<String> remove = new ArrayList<>();
  }

  DeviceGroupCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ApiClient client = api.client(host);
    if (wish.set != null) {
      ObjectNode groups = JsonNodeFactory.instance.objectNode();
      ArrayNode names = groups.putArray("groups");
      wish.set.stream().filter(name -> !name.isEmpty()).forEach(names::add);
      client.put(device.path(), groups);
    } else {
      JsonNode found = client.get(device.path());
      Regrouping.of(wish.difference.add, wish.difference.remove)
          .apply(
              client,
              "/v1/products/" + found.path("product_id").asText(),
              List.of(found.path("id").asText()));
    }
    JsonNode after = client.get(device.path());
    List<String> groups = new ArrayList<>();
    after.path("groups").forEach(name -> groups.add(name.asText()));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("id", after.path("id"));
    answer.set("groups", after.path("groups"));
    return api.done(host, answer, "device " + device.name() + " is in " + text(groups));
  }

  private static String text(List<String> groups) {
    return groups.isEmpty() ? "no group" : "groups " + String.join(", ", groups);
  }
}
