package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Changes what a user may do. */
@Command(name = "role", description = "Changes what a user may do, in all open logins at once.")
final class UserRoleCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private RightsOptions rights;

  @Parameters(paramLabel = "USER", description = "The name.")
  private String user;

  UserRoleCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    rights.putInto(wish);
    return api.done(
        host,
        api.client(host).put("/v1/users/" + ApiClient.segment(user), wish),
        "user " + user + " has other rights");
  }
}
