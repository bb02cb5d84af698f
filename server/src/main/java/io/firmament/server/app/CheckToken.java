package io.firmament.server.app;

import java.time.InstantSource;
import java.util.Optional;

/** Checks tokens. */
public final class CheckToken {
  private final StateStore store;
  private final InstantSource clock;

  CheckToken(StateStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Whose token this is, if it counts. What is compared is the hash of the secret, so that the time
   * that it takes says nothing about any secret that is kept.
   */
  public Optional<Caller> check(String secret) {
    return store
        .find(Tables.TOKENS, IssueToken.hash(secret).hex())
        .map(Stored::value)
        .filter(t -> t.expiresAt().filter(e -> !clock.instant().isBefore(e)).isEmpty())
        .map(t -> new Caller(t.name()));
  }
}
