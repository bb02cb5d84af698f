package io.firmament.server.store;

import io.firmament.protocol.value.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The last entry of a backup: what must be in it. A line for each file: digest, size, name.
 *
 * @param files in the order of the backup
 */
record BackupManifest(List<Entry> files) {
  static final String NAME = "MANIFEST";
  private static final String TITLE = "firmament-backup 1";

  BackupManifest {
    files = List.copyOf(files);
  }

  /**
   * A file.
   *
   * @param digest of its content
   * @param size in octets
   * @param name relative to the data directory, with slashes; never leads out of it
   */
  record Entry(Digest digest, long size, String name) {
    Entry {
      if (!isName(name)) {
        throw new IllegalArgumentException("not the name of a file in a backup: '" + name + "'");
      }
    }
  }

  static boolean isName(String name) {
    boolean plain = name.chars().noneMatch(c -> c < ' ' || c == '\\');
    return plain
        && Arrays.stream(name.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }

  long bytes() {
    return files.stream().mapToLong(Entry::size).sum();
  }

  String text() {
    StringBuilder text = new StringBuilder(TITLE).append('\n');
    for (Entry file : files) {
      text.append(file.digest()).append(' ').append(file.size()).append(' ');
      text.append(file.name()).append('\n');
    }
    return text.toString();
  }

  /**
   * @throws IOException when it is not the manifest of a backup that this version knows
   */
  static BackupManifest parse(String text) throws IOException {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(TITLE)) {
      throw new IOException("expected '" + TITLE + "' in the first line of " + NAME);
    }
    List<Entry> files = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] parts = line.split(" ", 3);
      if (parts.length != 3 || !names.add(parts[2])) {
        throw new IOException("a line that is no file, or one twice, in " + NAME + ": " + line);
      }
      try {
        files.add(new Entry(new Digest(parts[0]), Long.parseLong(parts[1]), parts[2]));
      } catch (IllegalArgumentException e) {
        throw new IOException("a bad line in " + NAME + ": " + line, e);
      }
    }
    return new BackupManifest(files);
  }
}
