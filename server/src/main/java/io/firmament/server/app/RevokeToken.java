package io.firmament.server.app;

import java.util.Optional;

/** Revokes tokens. */
public final class RevokeToken {
  private final StateStore store;

  RevokeToken(StateStore store) {
    this.store = store;
  }

  /**
   * Makes a token count no more.
   *
   * @return whether there was such a token
   */
  public boolean revoke(String secret) {
    Optional<Stored<Token>> token = store.find(Tables.TOKENS, IssueToken.hash(secret).hex());
    if (token.isEmpty()) {
      return false;
    }
    try {
      store.commit(Change.change().remove(Tables.TOKENS, token.get()).build());
      return true;
    } catch (ConflictException e) {
      return false;
    }
  }
}
