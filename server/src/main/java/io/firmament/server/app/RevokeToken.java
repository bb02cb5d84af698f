package io.firmament.server.app;

import io.firmament.protocol.value.Digest;
import io.firmament.server.access.Access;
import io.firmament.server.access.Token;
import java.util.Optional;
import java.util.Set;

/** Ends tokens: a logout, or an operator's decision. What came from a token ends with it. */
public final class RevokeToken {
  private final StateStore store;
  private final Tokens tokens;

  RevokeToken(StateStore store, Tokens tokens) {
    this.store = store;
    this.tokens = tokens;
  }

  /**
   * Ends the token of a secret: who knows it may throw it away.
   *
   * @return whether there was such a token
   * @throws RefusedException CONFLICT when nobody would be left who administers
   */
  public boolean revoke(String secret) throws RefusedException {
    return revoke(Tokens.hash(secret));
  }

  /**
   * Ends the token that a caller showed, and the login that it belongs to.
   *
   * @throws RefusedException CONFLICT when nobody would be left who administers
   */
  public void logOut(Caller caller) throws RefusedException {
    if (caller.token().isPresent()) {
      revoke(caller.token().get());
    }
  }

  /**
   * Ends the token with this id.
   *
   * @throws RefusedException NOT_FOUND when there is none, or it is not the caller's and he does
   *     not administer; CONFLICT when nobody would be left who does
   */
  public void revokeNamed(String id, Caller caller) throws RefusedException {
    Optional<Token> token = tokens.named(id).map(Stored::value).filter(t -> isHis(t, caller));
    if (token.isEmpty()) {
      throw new RefusedException(
          RefusedException.Kind.NOT_FOUND,
          "there is no token '" + id + "' that you could revoke",
          "GET /v1/access_tokens lists them");
    }
    revoke(token.get().hash());
  }

  private static boolean isHis(Token token, Caller caller) {
    boolean own = caller.user().isPresent() && token.user().equals(caller.user());
    return own || caller.rights().allows(Access.ADMINISTER);
  }

  private boolean revoke(Digest hash) throws RefusedException {
    return Conflicts.again(() -> once(hash));
  }

  private boolean once(Digest hash) throws RefusedException, ConflictException {
    Optional<Token> token = tokens.find(hash).map(Stored::value);
    if (token.isEmpty()) {
      return false;
    }
    if (token.get().isMasterKey()) {
      tokens.requireAdministrator(t -> t.hash().equals(hash), Optional.empty());
    }
    Set<Digest> gone = login(token.get());
    Change.Builder change = Change.change();
    tokens.remove(change, t -> gone.contains(t.hash()));
    store.commit(change.build());
    return true;
  }

  /** A login is a pair: the one that is shown ends with the one that it came from. */
  private Set<Digest> login(Token token) {
    Optional<Digest> refresh =
        token
            .parent()
            .flatMap(tokens::find)
            .filter(p -> p.value().kind() == Token.Kind.REFRESH)
            .map(p -> p.value().hash());
    return refresh.map(r -> Set.of(token.hash(), r)).orElseGet(() -> Set.of(token.hash()));
  }
}
