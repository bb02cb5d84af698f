package io.firmament.cli;

import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Logs a person out. */
@Command(name = "logout", description = "Ends your login at a server.")
final class LogoutCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  LogoutCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    URI server = api.stranger(host).server();
    Optional<ApiClient> client = ApiOptions.loggedIn(server, host);
    if (client.isEmpty()) {
      throw CommandFailedException.failed(
          "you are not logged in at " + server,
          "a token of the environment ends with 'firmament token revoke'");
    }
    end(client.get());
    SavedLogins.of(host).forget(server);
    return api.done(host, "you are logged out at " + server);
  }

  /** One that has ended already is as good. */
  private static void end(ApiClient client) throws CommandFailedException {
    try {
      client.delete("/v1/access_tokens/current");
    } catch (CommandFailedException refused) {
      if (!refused.isUnknown()) {
        throw refused;
      }
    }
  }
}
