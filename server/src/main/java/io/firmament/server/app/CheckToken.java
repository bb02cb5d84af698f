package io.firmament.server.app;

import java.util.Optional;

/** Checks tokens. */
public final class CheckToken {
  /** Whose token this is, if it counts. Takes the same time whether it does or not. */
  public Optional<Caller> check(String secret) {
    throw new UnsupportedOperationException();
  }
}
