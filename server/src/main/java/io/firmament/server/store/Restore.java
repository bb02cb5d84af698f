package io.firmament.server.store;

import io.firmament.protocol.value.Digest;
import io.firmament.server.app.StoreBackup.BackupReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Turns a backup into a data directory: aside at first, each file checked against the manifest, the
 * store opened once, and only then under its name.
 */
public final class Restore {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String UNFINISHED = ".restoring";

  private final Disk disk = new LocalDisk();
  private final Path aside;
  private final ZipFile backup;

  private Restore(Path aside, ZipFile backup) {
    this.aside = aside;
    this.backup = backup;
  }

  /**
   * Restores a backup.
   *
   * @param backup a file that a backup was written into
   * @param directory does not exist yet, or is empty
   * @return what was restored
   * @throws StoreUnusableException when the directory holds something, or the file is not a whole
   *     backup; the directory is unchanged then
   * @throws IOException when the disk fails; the directory is unchanged then
   */
  public static BackupReport into(Path backup, Path directory) throws IOException {
    Path target = directory.toAbsolutePath().normalize();
    refuseToOverwrite(target);
    Path aside = target.resolveSibling(target.getFileName() + UNFINISHED);
    refuseToOverwrite(aside);
    boolean done = false;
    try (ZipFile zip = new ZipFile(backup.toFile())) {
      Restore restore = new Restore(aside, zip);
      BackupManifest manifest = restore.manifest();
      restore.extract(manifest);
      long sequence = restore.openOnce();
      restore.disk.move(aside, target);
      restore.disk.forceDirectory(target.getParent());
      done = true;
      return new BackupReport(sequence, manifest.files().size(), manifest.bytes());
    } catch (ZipException e) {
      throw notWhole(backup + " cannot be read as a backup: " + e.getMessage(), e);
    } finally {
      if (!done) {
        deleteTree(aside);
      }
    }
  }

  private static void refuseToOverwrite(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    boolean empty = false;
    if (Files.isDirectory(directory)) {
      try (Stream<Path> children = Files.list(directory)) {
        empty = children.findAny().isEmpty();
      }
    }
    if (!empty) {
      throw new StoreUnusableException(
          directory + " is not empty, and a restore does not overwrite",
          "restore into a new directory (--data DIR), or move this one away first");
    }
  }

  private static StoreUnusableException notWhole(String problem, IOException cause) {
    StoreUnusableException refusal =
        new StoreUnusableException(problem, "the file is damaged or not whole: use another backup");
    refusal.initCause(cause);
    return refusal;
  }

  private BackupManifest manifest() throws IOException {
    try (InputStream in = entry(BackupManifest.NAME)) {
      return BackupManifest.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private InputStream entry(String name) throws IOException {
    Optional<ZipEntry> entry = Optional.ofNullable(backup.getEntry(name));
    if (entry.isEmpty()) {
      throw notWhole(backup.getName() + " does not hold " + name, null);
    }
    return backup.getInputStream(entry.get());
  }

  private void extract(BackupManifest manifest) throws IOException {
    disk.createDirectory(aside);
    for (BackupManifest.Entry file : manifest.files()) {
      Path to = aside.resolve(file.name());
      disk.createDirectory(to.getParent());
      Digest found = extract(file.name(), to, file.size());
      if (!found.equals(file.digest())) {
        throw notWhole(file.name() + ": expected " + file.digest() + ", found " + found, null);
      }
    }
    try (Stream<Path> directories = Files.walk(aside).filter(Files::isDirectory)) {
      for (Path directory : directories.toList()) {
        disk.forceDirectory(directory);
      }
    }
  }

  private Digest extract(String name, Path to, long size) throws IOException {
    MessageDigest digest = Digest.sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    long taken = 0;
    try (InputStream in = entry(name);
        Disk.Output out = disk.create(to)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        taken += count;
        if (taken > size) {
          throw notWhole(name + " is larger than the " + size + " bytes announced", null);
        }
        digest.update(buffer, 0, count);
        out.write(ByteBuffer.wrap(buffer, 0, count));
      }
      out.force();
    }
    return Digest.ofOctets(digest.digest());
  }

  /** A backup that cannot be opened is found out now, not when it is needed. */
  private long openOnce() throws IOException {
    try (DataDirectory data = DataDirectory.open(aside);
        JournaledStateStore store = JournaledStateStore.open(data)) {
      return store.lastSequence();
    }
  }

  private static void deleteTree(Path top) throws IOException {
    if (!Files.exists(top)) {
      return;
    }
    try (Stream<Path> found = Files.walk(top)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
