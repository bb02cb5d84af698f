package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.cli.SavedLogins.Login;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Logs a person in. */
@Command(
    name = "login",
    description = {
      "Logs you in: commands that are given no token then use that of your login at their server.",
      "It is kept in ~/.config/firmament/logins.json, which only you can read. A token that has",
      "ended is exchanged for a new one; who does nothing for twice its life logs in again."
    })
final class LoginCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private PasswordOptions password;

  @Parameters(paramLabel = "USER", description = "Your name.")
  private String user;

  @Option(
      names = "--expires-in",
      paramLabel = "TIME",
      description = "How long its token counts, such as 90d (else), 12h, 30m; never for good.")
  private Optional<String> life = Optional.empty();

  LoginCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ApiClient client = api.stranger(host);
    PasswordOptions.requireConfidential(client);
    SavedLogins logins = SavedLogins.of(host);
    OptionalLong wished =
        life.isPresent() ? OptionalLong.of(TokenLife.seconds(life.get())) : OptionalLong.empty();
    String typed = password.known(host, "Password of " + user + ": ");
    Login login = LoginRequest.byPassword(client, user, typed, wished);
    logins.put(client.server(), login);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("url", client.server().toString()).put("user", user);
    answer.put("expires_in", login.lifeSeconds());
    return api.done(host, answer, user + " is logged in at " + client.server());
  }
}
