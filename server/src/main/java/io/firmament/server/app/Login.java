package io.firmament.server.app;

import java.time.Duration;
import java.util.Optional;

/**
 * What somebody gets who logged in.
 *
 * @param access the secret of a token to be shown with each request
 * @param refresh the secret of a token that is exchanged for a new pair, if there is one
 * @param life how long the first one counts; empty for good
 */
public record Login(String access, Optional<String> refresh, Optional<Duration> life) {
  /** Without the secrets. */
  @Override
  public String toString() {
    return "Login[" + life + "]";
  }
}
