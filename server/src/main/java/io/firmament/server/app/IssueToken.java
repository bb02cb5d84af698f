package io.firmament.server.app;

import io.firmament.server.access.Rights;
import io.firmament.server.access.Token;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Issues tokens that belong to no login; only their hashes are kept (feature API3). */
public final class IssueToken {
  private static final int MAX_NAME = 80;

  private final StateStore store;
  private final Tokens tokens;
  private final InstantSource clock;

  IssueToken(StateStore store, Tokens tokens, InstantSource clock) {
    this.store = store;
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * Issues a token.
   *
   * @throws RefusedException INVALID when its name is none, or it is to do more than its maker may;
   *     CONFLICT when there are too many
   */
  public IssuedToken issue(NewToken wish, Caller caller) throws RefusedException {
    if (wish.name().isBlank() || wish.name().length() > MAX_NAME) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "a token's name has 1 to " + MAX_NAME + " characters",
          "say what it is for, such as 'build server'");
    }
    if (!wish.rights().and(caller.rights()).equals(wish.rights())) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "a token may not do more than whoever makes it",
          "leave out what you may not do yourself");
    }
    return issue(wish, secret -> {});
  }

  /**
   * Issues the first token, which may do everything. It is told before it counts, so that no crash
   * leaves one that nobody knows.
   *
   * @param teller tells the secret; when it fails, there is no token
   */
  public void issueFirst(Consumer<String> teller) {
    try {
      issue(new NewToken("administrator", Rights.EVERYTHING, Optional.empty()), teller);
    } catch (RefusedException e) {
      throw new IllegalStateException("the first token finds no room", e);
    }
  }

  /** Whether no token was ever issued: the first start. */
  public boolean none() {
    return store.list(Tables.TOKENS, "", "", 1).isEmpty();
  }

  private IssuedToken issue(NewToken wish, Consumer<String> teller) throws RefusedException {
    String secret = tokens.secret();
    Instant now = clock.instant();
    Optional<Instant> end = wish.life().map((Duration life) -> now.plus(life));
    Token token =
        new Token(
            Tokens.hash(secret),
            Token.Kind.ACCESS,
            wish.name(),
            Optional.empty(),
            wish.rights(),
            Optional.empty(),
            "",
            now,
            end);
    teller.accept(secret);
    return Conflicts.again(
        () -> {
          Change.Builder change = Change.change();
          tokens.replace(change, t -> false, List.of(token));
          store.commit(change.build());
          return new IssuedToken(secret, token);
        });
  }
}
