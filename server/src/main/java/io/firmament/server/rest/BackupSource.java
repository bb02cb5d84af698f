package io.firmament.server.rest;

import java.io.IOException;
import java.io.OutputStream;

/** The port to a consistent copy of all that the server remembers. */
@FunctionalInterface
public interface BackupSource {
  /**
   * Writes a backup while the server runs.
   *
   * @throws IOException when it cannot be read or written
   */
  void writeTo(OutputStream out) throws IOException;
}
