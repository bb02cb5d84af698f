package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists users. */
@Command(name = "list", description = "Lists all users.")
final class UserListCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  UserListCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ArrayNode users = Pages.all(api.client(host), "/v1/users", "users");
    if (api.json()) {
      host.out().println(users);
      return ExitCode.DONE;
    }
    Table table = new Table("NAME", "ROLE", "PRODUCTS", "CREATED", "BY");
    for (JsonNode user : users) {
      table.row(
          user.path("username").asText(),
          user.path("role").asText(),
          RightsOptions.products(user),
          user.path("created_at").asText(),
          user.path("created_by").asText());
    }
    table.print(host.out(), host.columns());
    return ExitCode.DONE;
  }
}
