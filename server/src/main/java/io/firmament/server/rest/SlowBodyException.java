package io.firmament.server.rest;

import java.io.IOException;

/** The body of a request comes too slowly. */
final class SlowBodyException extends IOException {
  private static final long serialVersionUID = 1L;

  SlowBodyException(int bytesPerSecond) {
    super("the body comes with fewer than " + bytesPerSecond + " bytes a second");
  }
}
