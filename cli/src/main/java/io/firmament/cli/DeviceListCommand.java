package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists a product's devices. */
@Command(name = "list", description = "Lists a product's devices.")
final class DeviceListCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Mixin private ProductOption product;

  @Option(
      names = "--group",
      split = ",",
      paramLabel = "G",
      description = "Only those of these groups.")
  private List<String> groups = new ArrayList<>();

  @Option(
      names = "--name",
      paramLabel = "PART",
      description = "Only those whose names contain that.")
  private Optional<String> name = Optional.empty();

  DeviceListCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ArrayNode devices = Pages.all(api.client(host), path(), "devices");
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

  private String path() {
    List<String> query = new ArrayList<>();
    if (!groups.isEmpty()) {
      query.add("groups=" + ApiClient.segment(String.join(",", groups)));
    }
    name.ifPresent(part -> query.add("deviceName=" + ApiClient.segment(part)));
    return product.path() + "/devices" + (query.isEmpty() ? "" : "?" + String.join("&", query));
  }

  static String number(JsonNode device, String field) {
    JsonNode value = device.path(field);
    return value.isNumber() ? value.asText() : "-";
  }
}
