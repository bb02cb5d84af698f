package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists tokens. */
@Command(
    name = "list",
    description = "Lists the tokens that count: everybody's for an administrator, else yours.")
final class TokenListCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  TokenListCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ArrayNode tokens = Pages.all(api.client(host), "/v1/access_tokens", "");
    if (api.json()) {
      host.out().println(tokens);
      return ExitCode.DONE;
    }
    Table table = new Table("ID", "NAME", "KIND", "ROLE", "PRODUCTS", "EXPIRES");
    for (JsonNode token : tokens) {
      table.row(
          token.path("id").asText(),
          token.path("name").asText(),
          token.path("kind").asText(),
          token.path("role").asText(),
          RightsOptions.products(token),
          token.path("expires_at").asText("never"));
    }
    table.print(host.out(), host.columns());
    return ExitCode.DONE;
  }
}
