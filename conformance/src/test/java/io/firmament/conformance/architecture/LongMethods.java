package io.firmament.conformance.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Methods that cannot be taken in at a glance. The formatter puts a declaration's last line and the
 * closing brace where they can be found.
 */
final class LongMethods {
  /** Lines between the braces; those that are blank or a comment alone do not count. */
  static final int MAX_LINES = 25;

  /** One method shows the whole of it, part by part. */
  private static final Set<String> ASSEMBLIES =
      Set.of("Server.assemble", "UseCases.assemble", "UseCases.operators", "OpenEndpoint.<init>");

  /** A type and a name, or the name of a class alone. */
  private static final Pattern DECLARATION =
      Pattern.compile("^ +((?:[\\w.<>\\[\\],?&]+ )+\\w+|[A-Z]\\w*)\\(.*");

  private static final Pattern NO_METHOD =
      Pattern.compile(
          "^ +(@|return\\b|if\\b|for\\b|while\\b|switch\\b|try\\b|synchronized\\b|new\\b|throw\\b|"
              + "else\\b|do\\b|case\\b|default\\b|catch\\b|assert\\b|super\\b|this\\b).*|"
              + ".*\\b(class|record|interface|enum) \\w+.*");

  private final String type;
  private final List<String> lines;

  private LongMethods(String type, List<String> lines) {
    this.type = type;
    this.lines = lines;
  }

  /**
   * Those of a source.
   *
   * @param type the simple name of its top-level type
   */
  static List<String> in(String type, List<String> lines) {
    return new LongMethods(type, lines).found();
  }

  private List<String> found() {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      int opened = opened(i);
      if (opened >= 0) {
        int closed = closed(i, opened);
        List<String> body = body(opened + 1, closed);
        String name = type + "." + name(lines.get(i));
        if (body.size() > MAX_LINES && !isTable(body) && !ASSEMBLIES.contains(name)) {
          found.add(name + ": " + body.size() + " lines");
        }
      }
    }
    return found;
  }

  /** The last line of the declaration that begins here; -1 where none does. */
  private int opened(int begin) {
    String line = lines.get(begin);
    if (!DECLARATION.matcher(line).matches() || NO_METHOD.matcher(line).matches()) {
      return -1;
    }
    int end = begin;
    while (end < lines.size() && !lines.get(end).matches(".*[;{}]$")) {
      end++;
    }
    String declaration = String.join(" ", lines.subList(begin, Math.min(end + 1, lines.size())));
    boolean isOne = declaration.endsWith("{") && !declaration.matches(".*( = |->).*");
    return isOne ? end : -1;
  }

  private int closed(int begin, int opened) {
    String margin = lines.get(begin).replaceAll("\\S.*", "");
    int end = opened + 1;
    while (end < lines.size() && !lines.get(end).equals(margin + "}")) {
      end++;
    }
    return end;
  }

  private List<String> body(int from, int to) {
    return lines.subList(from, to).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("//"))
        .toList();
  }

  /** A single value that is written down, however long. */
  private static boolean isTable(List<String> body) {
    boolean isSwitch =
        body.get(0).startsWith("return switch ") && body.get(body.size() - 1).equals("};");
    long statements = body.stream().filter(line -> line.endsWith(";")).count();
    return isSwitch || (body.get(0).startsWith("return ") && statements == 1);
  }

  private String name(String declaration) {
    String before = declaration.substring(0, declaration.indexOf('('));
    String name = before.substring(before.lastIndexOf(' ') + 1);
    return name.equals(type) ? "<init>" : name;
  }
}
