package io.firmament.server.app;

import io.firmament.server.access.Access;
import io.firmament.server.access.Token;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the tokens that count, each with what it may do now. */
public final class FindTokens {
  private final Tokens tokens;

  FindTokens(Tokens tokens) {
    this.tokens = tokens;
  }

  /** All that a caller may see, the oldest first: his own ones, or everybody's. */
  public List<Token> of(Caller caller) {
    boolean everybodys = caller.rights().allows(Access.ADMINISTER);
    return tokens.all().stream()
        .map(Stored::value)
        .filter(t -> t.kind() == Token.Kind.ACCESS && tokens.counts(t))
        .filter(t -> everybodys || isHis(t, caller))
        .map(t -> t.withRights(tokens.rights(t)))
        .sorted(Comparator.comparing(Token::createdAt).thenComparing(Token::id))
        .toList();
  }

  /** The token that a caller showed. */
  public Optional<Token> current(Caller caller) {
    return caller
        .token()
        .flatMap(tokens::find)
        .map(Stored::value)
        .map(t -> t.withRights(tokens.rights(t)));
  }

  private static boolean isHis(Token token, Caller caller) {
    return caller.user().isPresent() && token.user().equals(caller.user())
        || caller.token().filter(token.hash()::equals).isPresent();
  }
}
