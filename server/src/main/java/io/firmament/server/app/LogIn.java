package io.firmament.server.app;

import io.firmament.protocol.value.Digest;
import io.firmament.server.access.PasswordHash;
import io.firmament.server.access.Rights;
import io.firmament.server.access.Token;
import io.firmament.server.access.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Gives tokens to who knows a password, a refresh token, or a token that was issued. */
public final class LogIn {
  private final StateStore store;
  private final Tokens tokens;
  private final Passwords passwords;
  private final InstantSource clock;

  LogIn(StateStore store, Tokens tokens, Passwords passwords, InstantSource clock) {
    this.store = store;
    this.tokens = tokens;
    this.passwords = passwords;
    this.clock = clock;
  }

  /**
   * Logs a user in. Takes equally long whether there is such a user or not.
   *
   * @param life how long the login lasts; empty for good
   * @param client the program that asks
   * @return empty when name and password do not belong together
   * @throws RefusedException CONFLICT when there are too many tokens
   */
  public Optional<Login> byPassword(
      String name, String password, Optional<Duration> life, String client)
      throws RefusedException {
    Optional<User> user = tokens.user(User.key(name)).map(Stored::value);
    PasswordHash kept = user.map(User::password).orElseGet(passwords::nobodys);
    boolean known = passwords.matches(password, kept);
    if (user.isEmpty() || !known) {
      return Optional.empty();
    }
    return Optional.of(Conflicts.again(() -> begin(user.get(), life, client, t -> false)));
  }

  /**
   * Exchanges a refresh token for a new pair; the old pair ends.
   *
   * @return empty when it does not count
   * @throws RefusedException CONFLICT when there are too many tokens
   */
  public Optional<Login> byRefresh(String secret, Optional<Duration> life, String client)
      throws RefusedException {
    return Conflicts.again(
        () -> {
          Optional<Token> old = tokens.counting(secret, Token.Kind.REFRESH);
          Optional<User> user = old.flatMap(Token::user).flatMap(tokens::user).map(Stored::value);
          if (user.isEmpty()) {
            return Optional.empty();
          }
          Digest spent = old.get().hash();
          return Optional.of(begin(user.get(), life, client, t -> t.hash().equals(spent)));
        });
  }

  /**
   * Gives a token of its own to a program that shows one which was issued to it: it may do the
   * same, and ends with it.
   *
   * @param id the id of the one that was issued
   * @return empty when that one does not count, belongs to a login or has another id
   * @throws RefusedException CONFLICT when there are too many tokens
   */
  public Optional<Login> byToken(String id, String secret, Optional<Duration> life)
      throws RefusedException {
    Optional<Token> shown =
        tokens
            .counting(secret, Token.Kind.ACCESS)
            .filter(t -> t.user().isEmpty() && t.parent().isEmpty() && t.id().equals(id));
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    String access = tokens.secret();
    Token lent = token(access, shown.get(), id, life);
    return Conflicts.again(
        () -> {
          Change.Builder change = Change.change();
          tokens.replace(change, t -> false, List.of(lent));
          store.commit(change.build());
          return Optional.of(new Login(access, Optional.empty(), life));
        });
  }

  private Login begin(User user, Optional<Duration> life, String client, Predicate<Token> ended)
      throws RefusedException, ConflictException {
    String refresh = tokens.secret();
    String access = tokens.secret();
    Token kept = refreshing(refresh, user, client, life.map(l -> l.multipliedBy(2)));
    Token shown = token(access, kept, client, life);
    Change.Builder change = Change.change();
    tokens.replace(change, ended, List.of(kept, shown));
    store.commit(change.build());
    return new Login(access, Optional.of(refresh), life);
  }

  private Token refreshing(String secret, User user, String client, Optional<Duration> life) {
    Instant now = clock.instant();
    return new Token(
        Tokens.hash(secret),
        Token.Kind.REFRESH,
        user.name(),
        Optional.of(User.key(user.name())),
        Rights.EVERYTHING,
        Optional.empty(),
        client,
        now,
        life.map(now::plus));
  }

  private Token token(String secret, Token parent, String client, Optional<Duration> life) {
    Instant now = clock.instant();
    return new Token(
        Tokens.hash(secret),
        Token.Kind.ACCESS,
        parent.name(),
        parent.user(),
        parent.rights(),
        Optional.of(parent.hash()),
        client,
        now,
        life.map(now::plus));
  }
}
