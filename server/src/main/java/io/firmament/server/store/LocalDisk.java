package io.firmament.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.mapdb.volume.FileChannelVol;
import org.mapdb.volume.Volume;

/** The real file system. */
final class LocalDisk implements Disk {
  /** MapDB grows a file in steps of 2^this octets. */
  private static final int SLICE_SHIFT = 20;

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  @Override
  public Output create(Path file) throws IOException {
    return new ChannelOutput(file, newFile(file));
  }

  @Override
  public Output append(Path file) throws IOException {
    return new ChannelOutput(
        file, FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
  }

  @Override
  public Volume createVolume(Path file) throws IOException {
    newFile(file).close();
    return new FileChannelVol(file.toFile(), false, 0, SLICE_SHIFT, 0);
  }

  @Override
  public void force(Path file) throws ForceFailedException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      throw new ForceFailedException(file, e);
    }
  }

  @Override
  public void truncate(Path file, long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
    force(file);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    Files.createDirectories(directory, permissions("rwx------"));
  }

  @Override
  public void forceDirectory(Path directory) throws ForceFailedException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw new ForceFailedException(directory, e);
    }
  }

  private static FileChannel newFile(Path file) throws IOException {
    Set<? extends OpenOption> options =
        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    return FileChannel.open(file, options, permissions("rw-------"));
  }

  private static FileAttribute<?>[] permissions(String allowed) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(allowed))
        }
        : new FileAttribute<?>[0];
  }

  private record ChannelOutput(Path file, FileChannel channel) implements Output {
    @Override
    public void write(ByteBuffer octets) throws IOException {
      while (octets.hasRemaining()) {
        channel.write(octets);
      }
    }

    @Override
    public void force() throws ForceFailedException {
      try {
        channel.force(false);
      } catch (IOException e) {
        throw new ForceFailedException(file, e);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
