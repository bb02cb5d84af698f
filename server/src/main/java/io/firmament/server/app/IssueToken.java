package io.firmament.server.app;

import io.firmament.protocol.value.Digest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/** Issues tokens; only their hashes are kept (feature API3). */
public final class IssueToken {
  private static final int SECRET_BYTES = 20;
  private final StateStore store;
  private final SecureRandom random;
  private final InstantSource clock;

  IssueToken(StateStore store, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Issues a token.
   *
   * @param name whose it is
   * @param life how long it counts; empty for good
   * @return the secret, 160 bits in 40 hexadecimal digits: this is the only time that it can be
   *     seen
   */
  public String issue(String name, Optional<Duration> life) {
    return issue(name, life, secret -> {});
  }

  /**
   * Issues a token that is told before it counts, so that no crash leaves one that nobody knows.
   *
   * @param name whose it is
   * @param life how long it counts; empty for good
   * @param teller tells the secret; when it fails, there is no token
   * @return the secret
   */
  public String issue(String name, Optional<Duration> life, Consumer<String> teller) {
    byte[] octets = new byte[SECRET_BYTES];
    random.nextBytes(octets);
    String secret = HexFormat.of().formatHex(octets);
    Instant now = clock.instant();
    teller.accept(secret);
    Token token = new Token(hash(secret), name, now, life.map(now::plus));
    try {
      store.commit(Change.change().create(Tables.TOKENS, token.hash().hex(), token).build());
    } catch (ConflictException e) {
      throw new IllegalStateException("the same 160 random bits twice: the source is broken", e);
    }
    return secret;
  }

  /** Whether no token was ever issued: the first start. */
  public boolean none() {
    return store.list(Tables.TOKENS, "", "", 1).isEmpty();
  }

  static Digest hash(String secret) {
    return Digest.of(secret.getBytes(StandardCharsets.UTF_8));
  }
}
