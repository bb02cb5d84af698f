package io.firmament.conformance.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rule 11, and what else only the sources show.
 *
 * @param roots directories such as {@code protocol/src/main/java}
 */
record SourceTree(List<Path> roots) {
  static final int MAX_LINES = 400;

  private static final String DESCRIPTION = "package-info.java";

  /** The main sources of every module of the project. */
  static SourceTree ofProject() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of("..").toRealPath())) {
      return new SourceTree(
          modules
              .map(module -> module.resolve("src/main/java"))
              .filter(Files::isDirectory)
              .sorted()
              .toList());
    }
  }

  /** Packages in which something lives, but nothing says what. */
  List<String> undescribedPackages() throws IOException {
    List<String> undescribed = new ArrayList<>();
    for (Path root : roots) {
      for (Path file : files(root)) {
        Path directory = file.getParent();
        String name = root.relativize(directory).toString().replace('/', '.');
        if (!Files.exists(directory.resolve(DESCRIPTION)) && !undescribed.contains(name)) {
          undescribed.add(name);
        }
      }
    }
    return undescribed;
  }

  /** Packages with a description and nothing else. */
  List<String> emptyPackages() throws IOException {
    List<String> empty = new ArrayList<>();
    for (Path root : roots) {
      for (Path file : files(root)) {
        if (file.endsWith(DESCRIPTION) && isAlone(file)) {
          empty.add(root.relativize(file.getParent()).toString().replace('/', '.'));
        }
      }
    }
    return empty;
  }

  /** Files of more than {@value #MAX_LINES} lines. */
  List<String> longFiles() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path root : roots) {
      for (Path file : files(root)) {
        int lines = Files.readAllLines(file).size();
        if (lines > MAX_LINES) {
          tooLong.add(root.relativize(file) + ": " + lines + " lines");
        }
      }
    }
    return tooLong;
  }

  /** Methods that are too long to be taken in at a glance. */
  List<String> longMethods() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path root : roots) {
      for (Path file : files(root)) {
        String type = file.getFileName().toString().replace(".java", "");
        tooLong.addAll(LongMethods.in(type, Files.readAllLines(file)));
      }
    }
    return tooLong;
  }

  /** Public top-level types without a description of their own. */
  List<String> undocumentedTypes() throws IOException {
    List<String> undocumented = new ArrayList<>();
    for (Path root : roots) {
      for (Path file : files(root)) {
        if (!file.endsWith(DESCRIPTION) && !isDocumented(Files.readAllLines(file))) {
          undocumented.add(root.relativize(file).toString());
        }
      }
    }
    return undocumented;
  }

  /** The formatter puts a top-level type at the margin, and its description right before it. */
  private static boolean isDocumented(List<String> lines) {
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).matches("public .*\\b(class|interface|enum|record) .*")) {
        int before = i - 1;
        while (before > 0 && lines.get(before).startsWith("@")) {
          before--;
        }
        return lines.get(before).endsWith("*/");
      }
    }
    return true;
  }

  /** The full names of the top-level classes, after which the files are called. */
  List<String> classNames() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path root : roots) {
      for (Path file : files(root)) {
        if (!file.endsWith(DESCRIPTION)) {
          names.add(root.relativize(file).toString().replace(".java", "").replace('/', '.'));
        }
      }
    }
    return names;
  }

  private static boolean isAlone(Path description) throws IOException {
    try (Stream<Path> siblings = Files.list(description.getParent())) {
      return siblings.filter(file -> file.toString().endsWith(".java")).count() == 1;
    }
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
