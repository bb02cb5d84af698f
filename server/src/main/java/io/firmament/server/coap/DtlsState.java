package io.firmament.server.coap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import javax.crypto.SecretKey;

/**
 * Where the door keeps DTLS sessions and connections over restarts. No part of a backup.
 *
 * @param directory holds both files; made when it is missing
 * @param key encrypts them; see {@link StateKey}
 * @param random where nonces come from
 */
public record DtlsState(Path directory, SecretKey key, SecureRandom random) {
  /** Makes the directory. */
  void prepare() throws IOException {
    Files.createDirectories(directory);
  }

  SealedBox box() {
    return new SealedBox(key, random);
  }

  DurableFile sessions() {
    return new DurableFile(directory.resolve("sessions"));
  }

  DurableFile connections() {
    return new DurableFile(directory.resolve("connections"));
  }

  @Override
  public String toString() {
    return "DtlsState[" + directory + "]";
  }
}
