package io.firmament.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The snapshots on disk: which count, and how a new one takes its place. One thread at a time. */
final class SnapshotShelf {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotShelf.class);

  private final Disk disk;
  private final Path directory;
  private Optional<CurrentPointer> pointer;

  private SnapshotShelf(DataDirectory data, Optional<CurrentPointer> pointer) {
    this.disk = data.disk();
    this.directory = data.snapshots();
    this.pointer = pointer;
  }

  /**
   * Reads which snapshots count.
   *
   * @throws StoreUnusableException when that is damaged or missing
   */
  static SnapshotShelf open(DataDirectory data) throws IOException {
    DataDirectory.sweep(data.disk(), data.snapshots());
    return new SnapshotShelf(data, CurrentPointer.read(data.snapshots()));
  }

  /**
   * The newest snapshot that is as it was written: the previous one and the journal since then make
   * up for a spoiled one.
   *
   * @return empty before the first snapshot
   * @throws StoreUnusableException when none is
   */
  Optional<SnapshotFile.Written> newest() throws IOException {
    if (pointer.isEmpty()) {
      return Optional.empty();
    }
    for (CurrentPointer.Entry entry : pointer.get().entries()) {
      Path file = directory.resolve(entry.name());
      if (Files.exists(file) && Snapshot.digest(file).equals(entry.digest())) {
        pointer = Optional.of(new CurrentPointer(entry, previousTo(entry)));
        return Optional.of(new SnapshotFile.Written(Snapshot.open(file), entry));
      }
      LOG.error("{} is missing or not what was written; check the disk", file);
    }
    throw StoreUnusableException.corrupt(
        "no snapshot in " + directory + " is what was written: " + pointer.get().entries());
  }

  private Optional<CurrentPointer.Entry> previousTo(CurrentPointer.Entry entry) {
    return pointer.flatMap(CurrentPointer::previous).filter(p -> !p.equals(entry));
  }

  /** Writes a snapshot and makes it the one that counts. */
  Snapshot add(long position, Iterator<Layer.Entry> records) throws IOException {
    SnapshotFile.Written written = new SnapshotFile(disk, directory, position).write(records);
    boolean counts = false;
    try {
      CurrentPointer next =
          pointer
              .map(p -> p.followedBy(written.entry()))
              .orElseGet(() -> new CurrentPointer(written.entry(), Optional.empty()));
      next.replace(disk, directory);
      pointer = Optional.of(next);
      counts = true;
      return written.snapshot();
    } finally {
      if (!counts) {
        written.snapshot().close();
      }
    }
  }

  /** Octets of the newest snapshot's file; 0 before the first. */
  long newestBytes() throws IOException {
    return pointer.isEmpty() ? 0 : Files.size(directory.resolve(pointer.get().current().name()));
  }

  /** Up to where the journal is not needed even if the newest snapshot is spoiled. */
  long coveredTwice() {
    return pointer.flatMap(CurrentPointer::previous).map(CurrentPointer.Entry::position).orElse(0L);
  }

  /** Deletes the snapshots that do not count any more. */
  void deleteOld() throws IOException {
    Set<String> kept =
        pointer.map(CurrentPointer::entries).orElse(List.of()).stream()
            .map(CurrentPointer.Entry::name)
            .collect(Collectors.toSet());
    for (Path file : DataDirectory.files(directory, SnapshotFile.SUFFIX)) {
      if (!kept.contains(file.getFileName().toString())) {
        disk.delete(file);
      }
    }
    disk.forceDirectory(directory);
  }
}
