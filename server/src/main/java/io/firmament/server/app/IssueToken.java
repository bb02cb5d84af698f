package io.firmament.server.app;

import java.time.Duration;
import java.util.Optional;

/** Issues tokens; only their hashes are kept (feature API3). */
public final class IssueToken {
  /**
   * Issues a token.
   *
   * @param name whose it is
   * @param life how long it counts; empty for good
   * @return the secret: this is the only time that it can be seen
   */
  public String issue(String name, Optional<Duration> life) {
    throw new UnsupportedOperationException();
  }

  /** Whether no token was ever issued: the first start. */
  public boolean none() {
    throw new UnsupportedOperationException();
  }
}
