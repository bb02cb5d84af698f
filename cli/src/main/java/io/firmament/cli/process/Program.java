package io.firmament.cli.process;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How this program is started: the words before its arguments.
 *
 * @param words a command and its first arguments
 */
public record Program(List<String> words) {
  /** Keeps a copy. */
  public Program {
    words = List.copyOf(words);
  }

  /**
   * The program that runs now, on the same Java.
   *
   * @param main a class of it; where it is not in a jar, the whole class path is used
   */
  public static Program current(Class<?> main) {
    Path origin = origin(main);
    return Files.isRegularFile(origin)
        ? ofJar(origin)
        : new Program(
            List.of(java(), "-cp", System.getProperty("java.class.path"), main.getName()));
  }

  /** The program in a jar, on the Java that runs now. */
  public static Program ofJar(Path jar) {
    return new Program(List.of(java(), "-jar", jar.toAbsolutePath().toString()));
  }

  /** The same program on a JVM with these options. */
  public Program withJvmOptions(List<String> options) {
    List<String> more = new ArrayList<>(words);
    more.addAll(1, options);
    return new Program(more);
  }

  /** The words of a command line with these arguments. */
  List<String> commandLine(List<String> arguments) {
    List<String> line = new ArrayList<>(words);
    line.addAll(arguments);
    return line;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Path origin(Class<?> main) {
    try {
      return Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("where is " + main + "?", e);
    }
  }
}
