package io.firmament.server.rest;

import io.firmament.server.access.Access;

/** What a route asks of whoever comes; stands beside the route, so that none can be forgotten. */
enum Needs {
  /** Nothing: no token is looked at, not even a wrong one. */
  NOTHING,
  /** A token counts where one is shown, and a wrong one is refused; none is good, too. */
  PERHAPS,
  /** Any token that counts. What is shown is what its rights sees. */
  TOKEN,
  /** A token that sees the product, or the product of the device, that the path names. */
  READ,
  /** As {@link #READ}, and it may change things. */
  WRITE,
  /** An administrator's token. */
  ADMINISTER;

  /** How far a caller must be allowed to go. */
  Access access() {
    return switch (this) {
      case NOTHING, PERHAPS, TOKEN, READ -> Access.READ;
      case WRITE -> Access.WRITE;
      case ADMINISTER -> Access.ADMINISTER;
    };
  }
}
