package io.firmament.certs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes files that must be whole or absent, and that nobody else may read from their first octet
 * on: aside, forced, then given their name, and the directory forced. Nothing is ever replaced.
 */
final class KeyFileWriter {
  private static final int SUFFIX_BYTES = 6;

  private final SecureRandom random;

  KeyFileWriter(SecureRandom random) {
    this.random = random;
  }

  /** Makes a directory, and those above it that are missing, for the owner alone. */
  void makeDirectory(Path directory) throws CredentialException {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory, permissions(directory, "rwx------"));
        forceDirectory(directory.toAbsolutePath().getParent());
      }
    } catch (IOException e) {
      throw refused("make the directory " + directory, e);
    }
  }

  /** Writes a new file. */
  void writeNew(Path file, String content, boolean secret) throws CredentialException {
    Path aside = aside(file);
    try {
      writeForced(aside, content, secret);
      name(aside, file);
      forceDirectory(file.toAbsolutePath().getParent());
    } catch (FileAlreadyExistsException e) {
      throw exists(file);
    } catch (IOException e) {
      throw refused("write " + file, e);
    } finally {
      removeQuietly(aside);
    }
  }

  /**
   * Makes a new directory with everything in it, or nothing.
   *
   * @param directory the directory, which must not exist; the one above it must
   */
  void makeFilled(Path directory, Filling filling) throws CredentialException {
    if (Files.exists(directory)) {
      throw exists(directory);
    }
    Path aside = aside(directory);
    try {
      Files.createDirectory(aside, permissions(aside, "rwx------"));
      filling.fill(aside, this);
      forceDirectory(aside);
      Files.move(aside, directory, StandardCopyOption.ATOMIC_MOVE);
      forceDirectory(directory.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw Files.exists(directory) ? exists(directory) : refused("make " + directory, e);
    } finally {
      removeFilled(aside);
    }
  }

  /** Writes what belongs into a directory. */
  interface Filling {
    void fill(Path directory, KeyFileWriter writer) throws IOException;
  }

  /** Writes a new file in a directory that nobody else sees yet. */
  void writeForced(Path file, String content, boolean secret) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileAttribute<?>[] permissions = permissions(file, secret ? "rw-------" : "rw-r--r--");
    try (FileChannel channel = FileChannel.open(file, options, permissions)) {
      ByteBuffer rest = ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII));
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  /** A hard link refuses an existing name in one step; where there are none, a move comes close. */
  private static void name(Path aside, Path file) throws IOException {
    try {
      Files.createLink(file, aside);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(aside, file);
    }
  }

  private Path aside(Path file) {
    byte[] suffix = new byte[SUFFIX_BYTES];
    random.nextBytes(suffix);
    return file.resolveSibling(
        "." + file.getFileName() + "." + HexFormat.of().formatHex(suffix) + ".tmp");
  }

  private static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static FileAttribute<?>[] permissions(Path path, String permissions) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static void removeFilled(Path aside) {
    if (!Files.exists(aside)) {
      return;
    }
    try (Stream<Path> files = Files.list(aside)) {
      files.forEach(KeyFileWriter::removeQuietly);
    } catch (IOException e) {
      return;
    }
    removeQuietly(aside);
  }

  private static void removeQuietly(Path aside) {
    try {
      Files.deleteIfExists(aside);
    } catch (IOException e) {
      // It stays behind under its temporary name, readable by its owner alone; nothing reads it.
      return;
    }
  }

  static CredentialException exists(Path path) {
    return new CredentialException(
        path + " exists already, and keys are never overwritten",
        "move it away first if it is really to be replaced; what trusts it must then be renewed too");
  }

  private static CredentialException refused(String what, IOException cause) {
    return new CredentialException(
        "cannot " + what + ": " + cause, "check the disk and the directory's permissions", cause);
  }
}
