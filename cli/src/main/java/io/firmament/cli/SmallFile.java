package io.firmament.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes small files that others read: whole or not at all. */
final class SmallFile {
  private SmallFile() {}

  /** A file that only its owner may read; renamed into place. */
  static void secret(Path file, String content) throws IOException {
    Path aside = aside(file);
    Files.deleteIfExists(aside);
    Files.createFile(
        aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(aside, content);
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** A file that anybody may read; renamed into place. */
  static void replace(Path file, String content) throws IOException {
    Path aside = aside(file);
    Files.writeString(aside, content);
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path aside(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".part");
  }
}
