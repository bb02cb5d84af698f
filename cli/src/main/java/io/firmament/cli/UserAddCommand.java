package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Adds a user. */
@Command(name = "add", description = "Adds a user, who logs in with a password.")
final class UserAddCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private RightsOptions rights;
  @Mixin private PasswordOptions password;

  @Parameters(paramLabel = "USER", description = "The name.")
  private String user;

  UserAddCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ApiClient client = api.client(host);
    PasswordOptions.requireConfidential(client);
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.put("username", user).put("password", password.chosen(host));
    rights.putInto(wish);
    return api.done(host, client.post("/v1/users", wish), "user " + user + " is added");
  }
}
