package io.firmament.server.coap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that encrypts DTLS sessions and connections on disk. It lies outside of the data
 * directory, so that a copy of that alone opens nothing. Without it devices handshake in full once:
 * it needs no backup.
 */
public final class StateKey {
  private static final int BYTES = 32;

  private StateKey() {}

  /**
   * Reads the key, or makes it where it is missing, unless it would lie with what it encrypts.
   *
   * @param data the data directory, which exists
   * @param file where the key is; symbolic links are followed
   * @throws IOException when it lies in the data directory, cannot be read or made, or is none
   */
  public static SecretKey outside(Path data, Path file, SecureRandom random) throws IOException {
    Path directory = file.toAbsolutePath().normalize().getParent();
    if (Files.isDirectory(directory) && directory.toRealPath().startsWith(data.toRealPath())
        || Files.exists(file) && file.toRealPath().startsWith(data.toRealPath())) {
      throw new IOException(
          "the session key "
              + file
              + " lies in the data directory "
              + data
              + ", where whoever copies the sessions would have their key: name another place with"
              + " --session-key");
    }
    try {
      return readOrMake(file, random);
    } catch (FileSystemException e) {
      throw new IOException(
          "cannot make or read the session key "
              + file
              + " ("
              + e
              + "): name a file that this user may write, outside of the data directory, with"
              + " --session-key",
          e);
    }
  }

  /**
   * Reads the key, or makes it where it is missing.
   *
   * @param file base64 of 32 octets; only its owner may read it
   * @throws IOException when the file cannot be read or made, or holds something else
   */
  static SecretKey readOrMake(Path file, SecureRandom random) throws IOException {
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
