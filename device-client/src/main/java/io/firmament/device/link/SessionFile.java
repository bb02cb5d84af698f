package io.firmament.device.link;

import io.firmament.certs.DeviceCredential;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The DTLS session on disk, so that a device that was restarted handshakes abbreviated. It holds no
 * record keys: those are made anew by every handshake out of fresh random numbers (RFC 5246 section
 * 8.1), so that using it twice is harmless. Sealed with a key made of the device's own, which is
 * kept elsewhere, and of whom it trusts: the data directory alone gives nothing away, and another
 * credential or another server begins anew.
 */
final class SessionFile {
  private static final String NAME = "session";
  private static final String PURPOSE = "firmament-device-session-1";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int MAX_BYTES = 8192;

  private final Path file;
  private final SecretKey key;
  private final SecureRandom random;

  SessionFile(Path directory, DeviceCredential credential, SecureRandom random) {
    this.file = directory.resolve(NAME);
    this.key = credential.localKey(PURPOSE);
    this.random = random;
  }

  /** What was kept; empty where nothing is there that holds. */
  Optional<byte[]> read() {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
        return Optional.empty();
      }
      byte[] sealed = Files.readAllBytes(file);
      if (sealed.length < NONCE_BYTES) {
        return Optional.empty();
      }
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES));
      return Optional.of(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
    } catch (IOException | GeneralSecurityException unusable) {
      return Optional.empty();
    }
  }

  /** Replaces what was kept. */
  void write(byte[] session) throws IOException {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(session);
      replace(ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).flip());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has AES-GCM", e);
    }
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
    forceDirectory();
  }

  private void replace(ByteBuffer content) throws IOException {
    Files.createDirectories(file.getParent());
    Path aside = file.resolveSibling(NAME + ".tmp");
    Files.deleteIfExists(aside);
    try (FileChannel channel =
        FileChannel.open(
            aside,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      while (content.hasRemaining()) {
        channel.write(content);
      }
      channel.force(true);
    }
    move(aside);
    forceDirectory();
  }

  private void move(Path aside) throws IOException {
    try {
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("the file system cannot rename atomically: " + file.getParent(), e);
    }
  }

  private void forceDirectory() throws IOException {
    try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(PURPOSE.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    return cipher;
  }
}
