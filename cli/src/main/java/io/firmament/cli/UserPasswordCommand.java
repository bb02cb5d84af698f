package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives a user another password. */
@Command(name = "password", description = "Gives a user another password; other logins end.")
final class UserPasswordCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private PasswordOptions password;

  @Parameters(paramLabel = "USER", description = "The name.")
  private String user;

  UserPasswordCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ApiClient client = api.client(host);
    PasswordOptions.requireConfidential(client);
    return api.done(
        host,
        client.put(
            "/v1/users/" + ApiClient.segment(user),
            JsonNodeFactory.instance.objectNode().put("password", password.chosen(host))),
        "user " + user + " has another password");
  }
}
