package io.firmament.server.app;

import io.firmament.server.access.Token;

/**
 * A token that was just issued.
 *
 * @param secret the secret: this is the only time that it can be seen
 * @param token what is kept of it
 */
public record IssuedToken(String secret, Token token) {
  /** Without the secret. */
  @Override
  public String toString() {
    return "IssuedToken[" + token.id() + "]";
  }
}
