package io.firmament.server.app;

/** Revokes tokens. */
public final class RevokeToken {
  /**
   * Makes a token count no more.
   *
   * @return whether there was such a token
   */
  public boolean revoke(String secret) {
    throw new UnsupportedOperationException();
  }
}
