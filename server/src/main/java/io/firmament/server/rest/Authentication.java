package io.firmament.server.rest;

import io.firmament.server.app.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Finds out who asks. Nothing is answered to anybody else. */
final class Authentication {
  private static final String BEARER = "bearer ";
  private static final Body NO_BODY = new Body("", InputStream.nullInputStream(), 0);
  private static final String HINT =
      "send 'Authorization: Bearer TOKEN': the server told the administrator's at its first start,"
          + " POST /oauth/token gives one for a password";

  private final Function<String, Optional<Caller>> check;
  private final TokenTries tries;
  private final InstantSource clock;

  Authentication(Function<String, Optional<Caller>> check, TokenTries tries, InstantSource clock) {
    this.check = check;
    this.tries = tries;
    this.clock = clock;
  }

  /**
   * Who asks: by the header, else by {@code access_token} in the query, else in a form.
   *
   * @param authorization the header; empty where there is none
   * @param query the value in the query; empty where there is none
   * @throws Problem 401 when nobody we know, 429 when that address tried too many tokens
   */
  Caller caller(Optional<String> authorization, Optional<String> query, Body body, InetAddress from)
      throws Problem, IOException {
    String token = token(authorization, query, body);
    tries.requireTry(from, token, clock.instant());
    Optional<Caller> caller = check.apply(token);
    if (caller.isEmpty()) {
      tries.failed(from, token, clock.instant());
      throw refused("this token is not known, or no longer");
    }
    return caller.get();
  }

  /** Who asks, where a token is shown in the header or the query; else nobody. */
  Caller perhaps(Optional<String> authorization, Optional<String> query, InetAddress from)
      throws Problem, IOException {
    return authorization.isEmpty() && query.isEmpty()
        ? Caller.NOBODY
        : caller(authorization, query, NO_BODY, from);
  }

  private static String token(Optional<String> authorization, Optional<String> query, Body body)
      throws Problem, IOException {
    if (authorization.isPresent()) {
      String header = authorization.get();
      if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
        return header.substring(BEARER.length()).strip();
      }
      throw refused("the Authorization header must be 'Bearer TOKEN'");
    }
    if (query.isPresent()) {
      return query.get();
    }
    Optional<String> form = body.isForm() ? body.fields().text("access_token") : Optional.empty();
    return form.orElseThrow(() -> refused("the request brings no token"));
  }

  /** 401. */
  static Problem refused(String message) {
    return new Problem(401, "invalid_token", message, HINT)
        .with("WWW-Authenticate", "Bearer realm=\"firmament\"");
  }
}
