package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.server.access.User;
import io.firmament.server.app.LogIn;
import io.firmament.server.app.Login;
import io.firmament.server.app.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Gives tokens for passwords (RFC 6749 sections 4.3, 4.4, 5 and 6; feature API3). */
final class OauthEndpoint {
  private static final String GRANTS = "password, refresh_token or client_credentials";

  private final LogIn logIn;
  private final LoginTries tries;
  private final InstantSource clock;

  OauthEndpoint(LogIn logIn, LoginTries tries, InstantSource clock) {
    this.logIn = logIn;
    this.tries = tries;
    this.clock = clock;
  }

  Answer token(Call call) throws Problem, RefusedException, IOException {
    Fields fields = call.fields();
    OauthClient client = OauthClient.of(fields, call.header("Authorization"));
    Optional<Duration> life = TokenLife.of(fields);
    String grant = fields.required("grant_type");
    return switch (grant) {
      case "password" -> byPassword(call, fields, client, life);
      case "refresh_token" -> byRefresh(call, fields, client, life);
      case "client_credentials" -> byClient(call, client, life);
      default ->
          throw new Problem(
              400,
              "unsupported_grant_type",
              "grant_type must be " + GRANTS + ", but was '" + grant + "'",
              "log in with grant_type=password, username and password");
    };
  }

  private Answer byPassword(Call call, Fields fields, OauthClient client, Optional<Duration> life)
      throws Problem, RefusedException {
    client.requireKnown();
    String name = fields.required("username");
    String password = fields.required("password");
    Optional<Login> login =
        tries.attempt(
            call.from(),
            User.key(name),
            password,
            clock.instant(),
            () -> logIn.byPassword(name, password, life, client.id()),
            Optional::isEmpty);
    return answer(
        login, "the user name and the password do not belong together", "check both of them");
  }

  private Answer byRefresh(Call call, Fields fields, OauthClient client, Optional<Duration> life)
      throws Problem, RefusedException {
    client.requireKnown();
    String secret = fields.required("refresh_token");
    Optional<Login> login =
        tries.attempt(
            call.from(),
            secret,
            secret,
            clock.instant(),
            () -> logIn.byRefresh(secret, life, client.id()),
            Optional::isEmpty);
    return answer(login, "this refresh token is not known, or no longer", "log in again");
  }

  /** A public client could be anybody; ours are tokens that an administrator made for a program. */
  private Answer byClient(Call call, OauthClient client, Optional<Duration> life)
      throws Problem, RefusedException {
    if (client.id().isEmpty() || client.isPublic()) {
      throw new Problem(
          400,
          "unauthorized_client",
          "the client '" + client.id() + "' has no rights of its own",
          "send the id and the secret of a token that POST /v1/access_tokens gave you");
    }
    Optional<Login> login =
        tries.attempt(
            call.from(),
            "client " + client.id(),
            client.secret(),
            clock.instant(),
            () -> logIn.byToken(client.id(), client.secret(), life),
            Optional::isEmpty);
    if (login.isEmpty()) {
      throw new Problem(
          400,
          "invalid_client",
          "the client's id and secret do not belong together, or count no longer",
          "send the id and the secret of a token that POST /v1/access_tokens gave you");
    }
    return answer(login, "", "");
  }

  private static Answer answer(Optional<Login> login, String wrong, String hint) throws Problem {
    if (login.isEmpty()) {
      throw new Problem(400, "invalid_grant", wrong, hint);
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("token_type", "bearer");
    json.put("access_token", login.get().access());
    json.put("expires_in", login.get().life().map(Duration::toSeconds).orElse(0L));
    login.get().refresh().ifPresent(secret -> json.put("refresh_token", secret));
    return Answer.ok(json);
  }
}
