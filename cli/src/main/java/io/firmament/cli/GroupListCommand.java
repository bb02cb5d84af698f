package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists a product's groups. */
@Command(name = "list", description = "Lists a product's groups, with what is released to each.")
final class GroupListCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private ProductOption product;

  GroupListCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ArrayNode groups = Pages.all(api.client(host), product.path() + "/groups", "groups");
    if (api.json()) {
      host.out().println(groups);
      return ExitCode.DONE;
    }
    Table table = new Table("NAME", "DEVICES", "RELEASED", "COLOR", "DESCRIPTION");
    for (JsonNode group : groups) {
      table.row(
          group.path("name").asText(),
          group.path("device_count").asText(),
          DeviceListCommand.number(group, "fw_version"),
          group.path("color").asText(),
          group.path("description").asText());
    }
    table.print(host.out(), host.columns());
    return ExitCode.DONE;
  }
}
