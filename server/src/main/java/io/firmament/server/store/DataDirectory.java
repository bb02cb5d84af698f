package io.firmament.server.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a server keeps everything, for as long as it runs: locked against a second process,
 * directories 0700, files 0600.
 *
 * <pre>
 * lock                  held while a server runs; holds its process id
 * journal/N.journal     what happened, from sequence number N on
 * snapshots/N.snapshot  the records as of sequence number N, a MapDB file
 * snapshots/CURRENT     which snapshots count
 * blobs/ab/abcd…        firmware, under its SHA-256
 * sessions/             DTLS state, kept by others, never in a backup
 * </pre>
 */
public final class DataDirectory implements AutoCloseable {
  static final String LOCK = "lock";
  static final String SESSIONS = "sessions";

  /** What a file is called until it is whole. */
  static final String ASIDE = ".tmp";

  private final Path root;
  private final Disk disk;
  private final RandomAccessFile lockFile;
  private final Retention retention = new Retention();

  private DataDirectory(Path root, Disk disk, RandomAccessFile lockFile) {
    this.root = root;
    this.disk = disk;
    this.lockFile = lockFile;
  }

  /**
   * Makes the directory where it is missing, and locks it.
   *
   * @throws StoreUnusableException when another process has locked it
   * @throws IOException when it cannot be made or locked
   */
  public static DataDirectory open(Path root) throws IOException {
    return open(root, new LocalDisk());
  }

  static DataDirectory open(Path root, Disk disk) throws IOException {
    Path absolute = root.toAbsolutePath().normalize();
    createDurably(absolute, disk);
    Path lockPath = absolute.resolve(LOCK);
    if (!Files.exists(lockPath)) {
      disk.create(lockPath).close();
    }
    DataDirectory opened =
        new DataDirectory(absolute, disk, new RandomAccessFile(lockPath.toFile(), "rw"));
    boolean whole = false;
    try {
      opened.lock();
      for (Path part : List.of(opened.journal(), opened.snapshots(), opened.blobs())) {
        disk.createDirectory(part);
      }
      disk.forceDirectory(absolute);
      whole = true;
      return opened;
    } finally {
      if (!whole) {
        opened.close();
      }
    }
  }

  /** A new directory whose name is lost in a power cut takes all that was forced in it along. */
  private static void createDurably(Path root, Disk disk) throws IOException {
    List<Path> parents = new ArrayList<>();
    for (Path missing = root; !Files.exists(missing); missing = missing.getParent()) {
      parents.add(missing.getParent());
    }
    disk.createDirectory(root);
    for (Path parent : parents) {
      disk.forceDirectory(parent);
    }
  }

  private void lock() throws IOException {
    FileLock lock;
    try {
      lock = lockFile.getChannel().tryLock();
    } catch (OverlappingFileLockException e) {
      throw locked(e);
    }
    if (lock == null) {
      throw locked(null);
    }
    lockFile.setLength(0);
    lockFile.write((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private StoreUnusableException locked(OverlappingFileLockException cause) throws IOException {
    String written = lockFile.readLine();
    String holder = written == null ? "another process" : "process " + written;
    StoreUnusableException refusal =
        new StoreUnusableException(
            "the data directory " + root + " is in use by " + holder,
            "stop that server first, or give this one another directory (--data DIR)");
    if (cause != null) {
      refusal.initCause(cause);
    }
    return refusal;
  }

  /** The directory, absolute. */
  public Path root() {
    return root;
  }

  Path journal() {
    return root.resolve("journal");
  }

  Path snapshots() {
    return root.resolve("snapshots");
  }

  Path blobs() {
    return root.resolve("blobs");
  }

  Disk disk() {
    return disk;
  }

  Retention retention() {
    return retention;
  }

  /** The files of a directory whose names end so, in the order of their names. */
  static List<Path> files(Path directory, String suffix) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*" + suffix)) {
      found.forEach(files::add);
    }
    files.sort(null);
    return files;
  }

  /** Removes what was being written when a process ended. */
  static void sweep(Disk disk, Path directory) throws IOException {
    for (Path unfinished : files(directory, ASIDE)) {
      disk.delete(unfinished);
    }
  }

  /** Unlocks the directory. Close what uses it first. */
  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
