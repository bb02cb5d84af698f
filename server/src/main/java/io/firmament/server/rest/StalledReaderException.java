package io.firmament.server.rest;

import java.io.IOException;
import java.time.Duration;

/** The reader of an event stream does not read. */
final class StalledReaderException extends IOException {
  private static final long serialVersionUID = 1L;

  StalledReaderException(Duration after) {
    super("nothing was read for " + after.toSeconds() + " s");
  }
}
