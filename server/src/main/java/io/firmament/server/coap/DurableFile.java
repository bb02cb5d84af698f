package io.firmament.server.coap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A file that is replaced whole, and whose removal lasts: both survive a power cut once they
 * returned. Only its owner may read it.
 *
 * @param path where
 */
record DurableFile(Path path) implements StateFile {
  private static final String OWNER_ONLY = "rw-------";

  @Override
  public Optional<byte[]> read() throws IOException {
    return Files.exists(path) ? Optional.of(Files.readAllBytes(path)) : Optional.empty();
  }

  /** Writes aside, forces, renames, forces the directory. */
  @Override
  public void replace(byte[] content) throws IOException {
    Path aside = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(aside);
    try (FileChannel channel =
        open(aside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
      ByteBuffer octets = ByteBuffer.wrap(content);
      while (octets.hasRemaining()) {
        channel.write(octets);
      }
      channel.force(true);
    }
    Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
    forceDirectory();
  }

  /** Opens it to write behind its end. */
  FileChannel append() throws IOException {
    return open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  /** Removes it for good: its directory is forced too. */
  @Override
  public void remove() throws IOException {
    Files.deleteIfExists(path);
    forceDirectory();
  }

  private void forceDirectory() throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
    return FileChannel.open(
        file,
        options,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
  }
}
