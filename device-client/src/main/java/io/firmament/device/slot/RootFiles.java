package io.firmament.device.slot;

import io.firmament.device.core.KeptRoot;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The root document on the disk: the newest one and the one before it, each with a CRC, written
 * aside, forced, renamed, the directory forced. The highest sound one counts, so that a cut leaves
 * the document before or the document after, and damage to one costs one step at most.
 */
final class RootFiles {
  private static final int MAGIC = 0x464D5254; // FMRT
  private static final int FORMAT = 1;
  private static final int MAX_BYTES = 1 << 16;

  private final SlotFiles files;
  private final Optional<String> unreadable;
  private Optional<KeptRoot> newest;
  private int place;

  private RootFiles(
      SlotFiles files, Optional<KeptRoot> newest, int place, Optional<String> unreadable) {
    this.files = files;
    this.newest = newest;
    this.place = place;
    this.unreadable = unreadable;
  }

  /**
   * Reads both; a damaged one counts for nothing. An unreadable one may be sound and newer than the
   * other: it is not overwritten, and so nothing is stored.
   */
  static RootFiles load(SlotFiles files) {
    Optional<KeptRoot> newest = Optional.empty();
    Optional<String> unreadable = Optional.empty();
    int place = 0;
    for (int i = 0; i < FileNames.ROOTS.size(); i++) {
      try {
        Optional<KeptRoot> found = read(files, FileNames.ROOTS.get(i));
        if (found.isPresent() && found.get().number() > number(newest)) {
          newest = found;
          place = i;
        }
      } catch (IOException e) {
        unreadable = Optional.of(FileNames.ROOTS.get(i) + " could not be read at this boot: " + e);
      }
    }
    return new RootFiles(files, newest, place, unreadable);
  }

  private static Optional<KeptRoot> read(SlotFiles files, String name) throws IOException {
    try {
      return files.size(name).isEmpty()
          ? Optional.empty()
          : Optional.of(decode(files.read(name, 0, MAX_BYTES)));
    } catch (DamagedRecordException damaged) {
      return Optional.empty();
    }
  }

  private static long number(Optional<KeptRoot> root) {
    return root.map(KeptRoot::number).orElse(0L);
  }

  /** The document that counts. */
  Optional<KeptRoot> newest() {
    return newest;
  }

  /**
   * Makes a document the one that counts, durably.
   *
   * @throws IllegalArgumentException when it is not newer
   */
  void keep(KeptRoot next) throws IOException {
    if (next.number() <= number(newest)) {
      throw new IllegalArgumentException(
          "expected a root document above " + number(newest) + ", got " + next.number());
    }
    if (unreadable.isPresent()) {
      throw new IOException(unreadable.get());
    }
    byte[] octets =
        new RecordOutput()
            .i32(MAGIC)
            .i32(FORMAT)
            .i64(next.number())
            .block(next.signed())
            .sealed(MAGIC);
    files.create(FileNames.ROOT_ASIDE);
    files.write(FileNames.ROOT_ASIDE, 0, octets);
    files.force(FileNames.ROOT_ASIDE);
    int other = (place + 1) % FileNames.ROOTS.size();
    files.move(FileNames.ROOT_ASIDE, FileNames.ROOTS.get(other));
    files.forceDirectory();
    newest = Optional.of(next);
    place = other;
  }

  private static KeptRoot decode(byte[] octets) throws DamagedRecordException {
    int end = octets.length - Integer.BYTES;
    if (end < 0) {
      throw new DamagedRecordException("expected a root document, found " + octets.length);
    }
    byte[] body = Arrays.copyOf(octets, end);
    int stored = new RecordInput(Arrays.copyOfRange(octets, end, octets.length)).i32();
    if (stored != RecordOutput.crc(MAGIC, body)) {
      throw new DamagedRecordException("expected another CRC-32C");
    }
    return RecordInput.whole(body, RootFiles::root);
  }

  private static KeptRoot root(RecordInput in) throws DamagedRecordException {
    if (in.i32() != MAGIC || in.i32() != FORMAT) {
      throw new DamagedRecordException("expected a root document of format " + FORMAT);
    }
    return new KeptRoot(in.i64(), in.block());
  }
}
