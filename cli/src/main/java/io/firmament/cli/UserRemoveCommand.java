package io.firmament.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes a user. */
@Command(name = "remove", description = "Removes a user, with all logins.")
final class UserRemoveCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(paramLabel = "USER", description = "The name.")
  private String user;

  UserRemoveCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    api.client(host).delete("/v1/users/" + ApiClient.segment(user));
    return api.done(host, "user " + user + " is removed");
  }
}
