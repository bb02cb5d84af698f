package io.firmament.server.coap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that encrypts DTLS sessions and connections on disk. It lies beside the installation's
 * other keys, so that a copy of the data directory alone opens nothing. Without it devices
 * handshake in full once: it needs no backup.
 */
public final class StateKey {
  /** Its name in the directory of the installation's keys. */
  public static final String FILE_NAME = "session.key";

  private static final int BYTES = 32;

  private StateKey() {}

  /**
   * Reads the key, or makes it where it is missing.
   *
   * @param file base64 of 32 octets; only its owner may read it
   * @throws IOException when the file cannot be read or made, or holds something else
   */
  public static SecretKey readOrMake(Path file, SecureRandom random) throws IOException {
    if (!Files.exists(file)) {
      byte[] octets = new byte[BYTES];
      random.nextBytes(octets);
      String line = Base64.getEncoder().encodeToString(octets) + "\n";
      new DurableFile(file).replace(line.getBytes(StandardCharsets.US_ASCII));
    }
    return new SecretKeySpec(octets(file), "AES");
  }

  private static byte[] octets(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
    try {
      byte[] octets = Base64.getDecoder().decode(text);
      if (octets.length == BYTES) {
        return octets;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " must hold base64, but does not", e);
    }
    throw new IOException(file + " must hold base64 of " + BYTES + " octets, but does not");
  }
}
