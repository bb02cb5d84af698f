package io.firmament.server.coap;

import java.io.IOException;
import java.util.Optional;

/** A file that is replaced and removed whole, for good once the call has returned. */
interface StateFile {
  /** What it holds; empty when it is not there. */
  Optional<byte[]> read() throws IOException;

  /** Puts new content in the place of the old one. */
  void replace(byte[] content) throws IOException;

  /** Removes it. */
  void remove() throws IOException;
}
