package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists a product's devices. */
@Command(name = "list", description = "Lists a product's devices.")
final class DeviceListCommand implements Step {
  private static final int PER_PAGE = 500;

  private final Host host;
  @Mixin private ApiOptions api;

  @Option(
      names = "--product",
      required = true,
      paramLabel = "P",
      description = "Number or slug of the product.")
  private String product;

  DeviceListCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ArrayNode devices = all(api.client(host));
    if (api.json()) {
      host.out().println(devices);
      return ExitCode.DONE;
    }
    Table table = new Table("ID", "NAME", "ONLINE", "VERSION", "TARGET", "LOCK", "STATE");
    for (JsonNode device : devices) {
      table.row(
          device.path("id").asText(),
          device.path("name").asText(),
          device.path("online").asBoolean() ? "yes" : "no",
          number(device, "firmware_version"),
          number(device, "targeted_firmware_release_version"),
          number(device, "desired_firmware_version"),
          device.path("state").asText());
    }
    table.print(host.out(), host.columns());
    return ExitCode.DONE;
  }

  private ArrayNode all(ApiClient client) throws CommandFailedException {
    ArrayNode devices = JsonNodeFactory.instance.arrayNode();
    String path =
        "/v1/products/" + ApiClient.segment(product) + "/devices?per_page=" + PER_PAGE + "&page=";
    int pages = 1;
    for (int page = 1; page <= pages; page++) {
      JsonNode answer = client.get(path + page);
      answer.path("devices").forEach(devices::add);
      pages = answer.at("/meta/total_pages").asInt();
    }
    return devices;
  }

  static String number(JsonNode device, String field) {
    JsonNode value = device.path(field);
    return value.isNumber() ? value.asText() : "-";
  }
}
