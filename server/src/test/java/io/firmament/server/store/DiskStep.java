package io.firmament.server.store;

import java.nio.file.Path;

/**
 * One step that was done to a disk. Files are known by a number that outlives their name, as an
 * inode does.
 */
sealed interface DiskStep {
  /** The path that it concerns, as it was called then. */
  Path path();

  /** A name for a new, empty file. */
  record Create(Path path, int file) implements DiskStep {}

  /** Octets at an offset. */
  record Write(Path path, int file, long offset, byte[] octets) implements DiskStep {}

  /** A file cut off. */
  record Truncate(Path path, int file, long length) implements DiskStep {}

  /** A file forced. */
  record Force(Path path, int file) implements DiskStep {}

  /** Another name for a file. */
  record Move(Path from, Path path, int file) implements DiskStep {}

  /** A name removed. */
  record Delete(Path path) implements DiskStep {}

  /** A new directory. */
  record MakeDirectory(Path path) implements DiskStep {}

  /** A directory forced. */
  record ForceDirectory(Path path) implements DiskStep {}

  /** What the store was doing. */
  default Phase phase() {
    String name = path().getFileName().toString();
    if (this instanceof Truncate) {
      return Phase.RECOVERY;
    }
    if (name.startsWith("CURRENT")) {
      return Phase.CURRENT_REPLACE;
    }
    if (name.contains(JournalSegment.SUFFIX)) {
      return ofJournal(name);
    }
    if (name.contains(SnapshotFile.SUFFIX)) {
      return ofSnapshot();
    }
    return this instanceof ForceDirectory ? Phase.DIRECTORY_FORCE : Phase.SETUP;
  }

  private Phase ofJournal(String name) {
    if (this instanceof Delete) {
      return Phase.JOURNAL_CUT;
    }
    if (this instanceof Move || name.endsWith(DataDirectory.ASIDE)) {
      return Phase.SEGMENT_START;
    }
    return this instanceof Force ? Phase.FORCE : Phase.APPEND;
  }

  private Phase ofSnapshot() {
    if (this instanceof Move) {
      return Phase.SNAPSHOT_RENAME;
    }
    if (this instanceof Delete) {
      return Phase.SNAPSHOT_DELETE;
    }
    return this instanceof Force ? Phase.SNAPSHOT_FORCE : Phase.SNAPSHOT_WRITE;
  }

  /** What a store does to its disk. */
  enum Phase {
    SETUP,
    APPEND,
    FORCE,
    SEGMENT_START,
    SNAPSHOT_WRITE,
    SNAPSHOT_FORCE,
    SNAPSHOT_RENAME,
    CURRENT_REPLACE,
    JOURNAL_CUT,
    SNAPSHOT_DELETE,
    DIRECTORY_FORCE,
    RECOVERY
  }
}
