package io.firmament.server.store;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.InvalidValueException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which snapshots count: a file of lines, replaced at once or not at all.
 *
 * <pre>
 * firmament-snapshots 1
 * 0000000000000004711.snapshot SHA-256 4711
 * 0000000000000000815.snapshot SHA-256 815
 * SHA-256 of the lines above
 * </pre>
 *
 * @param current the newest one
 * @param previous the one before it, kept with the journal since then, in case the disk spoils the
 *     newest
 */
record CurrentPointer(Entry current, Optional<Entry> previous) {
  static final String FILE = "CURRENT";
  private static final String TITLE = "firmament-snapshots 1";

  /**
   * A snapshot.
   *
   * @param name its file
   * @param digest of the file
   * @param position the last sequence number that it covers
   */
  record Entry(String name, Digest digest, long position) {
    private String line() {
      return name + " " + digest + " " + position;
    }

    private static Entry parse(String line) {
      String[] parts = line.split(" ", -1);
      if (parts.length != 3 || !parts[0].matches("[0-9]{19}\\.snapshot")) {
        throw new IllegalArgumentException("not a snapshot: '" + line + "'");
      }
      return new Entry(parts[0], new Digest(parts[1]), Long.parseLong(parts[2]));
    }
  }

  /** The snapshots that count, newest first. */
  List<Entry> entries() {
    return previous.map(p -> List.of(current, p)).orElse(List.of(current));
  }

  /** What follows when a newer snapshot is made. */
  CurrentPointer followedBy(Entry newer) {
    return new CurrentPointer(newer, Optional.of(current));
  }

  /** The content of the file. */
  String text() {
    StringBuilder lines = new StringBuilder(TITLE).append('\n');
    entries().forEach(entry -> lines.append(entry.line()).append('\n'));
    return lines.append(digest(lines.toString())).append('\n').toString();
  }

  void replace(Disk disk, Path directory) throws IOException {
    Path aside = directory.resolve(FILE + DataDirectory.ASIDE);
    disk.delete(aside);
    try (Disk.Output out = disk.create(aside)) {
      out.write(ByteBuffer.wrap(text().getBytes(StandardCharsets.US_ASCII)));
      out.force();
    }
    disk.move(aside, directory.resolve(FILE));
    disk.forceDirectory(directory);
  }

  /**
   * Reads it; there is none before the first snapshot.
   *
   * @throws StoreUnusableException when it is damaged
   */
  static Optional<CurrentPointer> read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(Files.readString(file, StandardCharsets.US_ASCII)));
    } catch (CharacterCodingException | IllegalArgumentException e) {
      StoreUnusableException refusal =
          StoreUnusableException.corrupt(file + " is damaged: " + e.getMessage());
      refusal.initCause(e);
      throw refusal;
    }
  }

  private static CurrentPointer parse(String text) {
    List<String> lines = text.lines().toList();
    int last = lines.size() - 1;
    if (last < 2 || last > 3 || !lines.get(0).equals(TITLE) || !text.endsWith("\n")) {
      throw new IllegalArgumentException("expected '" + TITLE + "' and one or two snapshots");
    }
    String covered = String.join("\n", lines.subList(0, last)) + "\n";
    if (!new Digest(lines.get(last)).equals(digest(covered))) {
      throw new InvalidValueException("its checksum", digest(covered).hex(), lines.get(last));
    }
    return new CurrentPointer(
        Entry.parse(lines.get(1)),
        last == 3 ? Optional.of(Entry.parse(lines.get(2))) : Optional.empty());
  }

  private static Digest digest(String lines) {
    return Digest.of(lines.getBytes(StandardCharsets.US_ASCII));
  }
}
