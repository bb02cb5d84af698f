package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says who the server takes the caller for. */
@Command(name = "whoami", description = "Says who the server takes you for, and what you may do.")
final class WhoamiCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  WhoamiCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ApiClient client = api.client(host);
    JsonNode user = client.get("/v1/user");
    return api.done(
        host,
        user,
        String.format(
            "%s at %s: %s, products %s",
            user.path("username").asText(),
            client.server(),
            user.path("role").asText(),
            RightsOptions.products(user)));
  }
}
