package io.firmament.device.slot;

import io.firmament.device.core.StorageFailedException;
import io.firmament.device.core.StorageFailedException.Trouble;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A real directory, locked against other processes; files are 0600. Where it cannot be written to
 * it can still be read, so that what is installed runs.
 *
 * <p>A file stays open from one write to the next, until something else is done: an image comes in
 * many blocks. Else it is open only while it is used: thousands of devices fit into one process.
 * Octets go through {@link RandomAccessFile}, which an interrupted thread cannot close.
 */
public final class DirectoryFiles implements SlotFiles {
  private static final String LOCK = "lock";

  private final Path directory;
  private final Optional<FileChannel> lock;
  private Optional<Written> written = Optional.empty();

  /** The file that was written to last. */
  private record Written(String name, RandomAccessFile file) {}

  private DirectoryFiles(Path directory, Optional<FileChannel> lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Opens a directory, which is made if it is not there, and locks it.
   *
   * <p>A process must open a directory once at a time. A second opening in the same process is
   * refused, but closing what it had opened gives the lock up against other processes: so say
   * POSIX's fcntl(2) and {@link FileLock}.
   *
   * @throws StorageFailedException when the directory is in use, or cannot be made or read
   */
  public static DirectoryFiles open(Path directory) throws StorageFailedException {
    try {
      create(directory.toAbsolutePath());
      return new DirectoryFiles(directory, lock(directory));
    } catch (IOException e) {
      throw StorageTrouble.of("open the device's directory " + directory, e);
    }
  }

  /**
   * Makes a directory and those above it, each durably: what is in it is as durable as its name.
   */
  private static void create(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    create(directory.getParent());
    Files.createDirectory(directory);
    forceNames(directory.getParent());
  }

  private static Optional<FileChannel> lock(Path directory)
      throws IOException, StorageFailedException {
    if (!Files.isWritable(directory)) {
      return Optional.empty();
    }
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!acquired(channel)) {
      channel.close();
      throw new StorageFailedException(
          Trouble.IN_USE,
          "expected " + directory + " for this device alone, but another process has it open",
          null);
    }
    return Optional.of(channel);
  }

  /** The lock lives as long as its channel. */
  private static boolean acquired(FileChannel channel) throws IOException {
    try {
      FileLock acquired = channel.tryLock();
      return acquired != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }

  @Override
  public OptionalLong size(String name) throws IOException {
    try {
      return OptionalLong.of(Files.size(path(name)));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public byte[] read(String name, long offsetBytes, int length) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path(name).toFile(), "r")) {
      int count = (int) Math.max(0, Math.min(length, file.length() - offsetBytes));
      byte[] octets = new byte[count];
      file.seek(offsetBytes);
      file.readFully(octets);
      return octets;
    }
  }

  @Override
  public void create(String name) throws IOException {
    closeWritten();
    Path path = path(name);
    Files.deleteIfExists(path);
    if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(path);
    }
  }

  @Override
  public void write(String name, long offsetBytes, byte[] octets) throws IOException {
    RandomAccessFile file = opened(name);
    file.seek(offsetBytes);
    file.write(octets);
  }

  @Override
  public void force(String name) throws IOException {
    opened(name).getFD().sync();
    closeWritten();
  }

  private RandomAccessFile opened(String name) throws IOException {
    if (written.isEmpty() || !written.get().name().equals(name)) {
      closeWritten();
      written = Optional.of(new Written(name, existing(name)));
    }
    return written.get().file();
  }

  private void closeWritten() throws IOException {
    if (written.isPresent()) {
      RandomAccessFile file = written.get().file();
      written = Optional.empty();
      file.close();
    }
  }

  @Override
  public void move(String from, String to) throws IOException {
    closeWritten();
    Files.move(
        path(from), path(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(String name) throws IOException {
    closeWritten();
    Files.deleteIfExists(path(name));
  }

  @Override
  public void forceDirectory() throws IOException {
    forceNames(directory);
  }

  private static void forceNames(Path directory) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (!forced(directory)) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** An interrupt closes the channel, whether the force was done or not: it is done again. */
  private static boolean forced(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }

  @Override
  public long usableBytes() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  @Override
  public void close() {
    try {
      closeWritten();
    } catch (IOException e) {
      throw new UncheckedIOException("the directory's file cannot be closed", e);
    } finally {
      unlock();
    }
  }

  private void unlock() {
    try {
      if (lock.isPresent()) {
        lock.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the directory's lock cannot be given back", e);
    }
  }

  private RandomAccessFile existing(String name) throws IOException {
    if (!Files.exists(path(name))) {
      throw new NoSuchFileException(path(name).toString());
    }
    return new RandomAccessFile(path(name).toFile(), "rw");
  }

  private Path path(String name) {
    return directory.resolve(name);
  }
}
