package io.firmament.server.store;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The disk did not say that octets are durable. The operating system may have dropped them and may
 * say yes to the next force, so this is never tried again: the store ends.
 */
final class ForceFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  ForceFailedException(Path file, IOException cause) {
    super("forcing " + file + " failed: " + cause.getMessage(), cause);
  }
}
