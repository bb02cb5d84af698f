package io.firmament.server.app;

import io.firmament.server.access.Token;
import java.util.Optional;

/** Checks tokens. */
public final class CheckToken {
  private final Tokens tokens;

  CheckToken(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Whose token this is and what it allows, if it counts. */
  public Optional<Caller> check(String secret) {
    return tokens.counting(secret, Token.Kind.ACCESS).map(this::caller);
  }

  /** Whether a caller's token still counts; one who showed none is always welcome. */
  public boolean stillCounts(Caller caller) {
    return caller.token().isEmpty()
        || caller.token().flatMap(tokens::find).filter(t -> tokens.counts(t.value())).isPresent();
  }

  private Caller caller(Token token) {
    return new Caller(token.name(), Optional.of(token.hash()), token.user(), tokens.rights(token));
  }
}
