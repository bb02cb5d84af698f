package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Logs a person in. */
@Command(
    name = "login",
    description = {
      "Logs you in: commands that are given no token then use that of your login at their server.",
      "It is kept in ~/.config/firmament/logins.json, which only you can read."
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
      description = "How long the login counts, such as 90d (else), 12h, 30m; never for good.")
  private Optional<String> life = Optional.empty();

  LoginCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ApiClient client = api.stranger(host);
    PasswordOptions.requireConfidential(client);
    SavedLogins logins = SavedLogins.of(host);
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.put("grant_type", "password").put("username", user);
    wish.put("client_id", "firmament").put("client_secret", "firmament");
    if (life.isPresent()) {
      wish.put("expires_in", TokenLife.seconds(life.get()));
    }
    wish.put("password", password.known(host, "Password of " + user + ": "));
    JsonNode login = client.post("/oauth/token", wish);
    logins.put(client.server(), user, login.path("access_token").asText());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("url", client.server().toString()).put("user", user);
    answer.set("expires_in", login.path("expires_in"));
    return api.done(host, answer, user + " is logged in at " + client.server());
  }
}
