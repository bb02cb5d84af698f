package io.firmament.server.rest;

import io.firmament.server.app.Caller;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Finds out who asks. Nothing is answered to anybody else. */
final class Authentication {
  private static final String BEARER = "bearer ";
  private static final String HINT =
      "send 'Authorization: Bearer TOKEN'; the server wrote the administrator's token at its first"
          + " start";

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
    Duration wait = tries.waitFor(from, token, clock.instant());
    if (!wait.isZero()) {
      long seconds = wait.plusMillis(999).toSeconds();
      throw new Problem(
              429,
              "too_many_tries",
              "too many wrong tokens came from " + from.getHostAddress(),
              "try again in " + seconds + " s")
          .with("Retry-After", Long.toString(seconds));
    }
    Optional<Caller> caller = check.apply(token);
    if (caller.isEmpty()) {
      tries.failed(from, token, clock.instant());
      throw refused("this token is not known, or no longer");
    }
    return caller.get();
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

  private static Problem refused(String message) {
    return new Problem(401, "invalid_token", message, HINT)
        .with("WWW-Authenticate", "Bearer realm=\"firmament\"");
  }
}
