package io.firmament.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Commands as they are written for people: in what programs say, and in documents. */
final class WrittenCommands {
  /** Where one is written, and its words behind the program's name. */
  record Written(String where, List<String> words) {}

  private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");
  private static final Pattern WITH_VALUE = Pattern.compile("\"\\s*\\+\\s*[^\";]*?\\+\\s*\"");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
  private static final Pattern QUOTED = Pattern.compile("'([^']*)'");
  private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
  private static final Pattern LINE =
      Pattern.compile("(?<![\\w/-])(?:\\./)?firmament\\s+([^;&|>#…\n]*)");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private WrittenCommands() {}

  /** All that are quoted in the texts of a Java source; a value in between is a word of its own. */
  static List<Written> inTexts(Path source) throws IOException {
    String joined = JOINED.matcher(Files.readString(source)).replaceAll("");
    List<Written> found = new ArrayList<>();
    for (String text : all(LITERAL, WITH_VALUE.matcher(joined).replaceAll("VALUE"))) {
      all(QUOTED, text).forEach(quoted -> add(found, source, quoted));
    }
    return found;
  }

  /** All that are in the running text of a document. */
  static List<Written> inProse(Path document) throws IOException {
    List<Written> found = new ArrayList<>();
    String[] parts = Files.readString(document).split("(?m)^```.*$");
    for (int i = 0; i < parts.length; i += 2) {
      all(SPAN, parts[i]).forEach(span -> add(found, document, span));
    }
    return found;
  }

  private static void add(List<Written> found, Path where, String text) {
    List<String> words = words(text.replaceAll("[\\[\\]…]", " "));
    if (words.size() > 1) {
      boolean named = words.get(0).matches("(\\./)?firmament");
      found.add(new Written(where + ": " + text, named ? words.subList(1, words.size()) : words));
    }
  }

  /** All that are in the lines of a document that are there to be pasted. */
  static List<Written> inLines(Path document) throws IOException {
    List<Written> found = new ArrayList<>();
    String[] parts = Files.readString(document).split("(?m)^```.*$");
    for (int i = 1; i < parts.length; i += 2) {
      for (String line : all(LINE, parts[i].replace("\\\n", " "))) {
        found.add(new Written(document + ": " + line, words(line)));
      }
    }
    return found;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (Matcher word = WORD.matcher(text); word.find(); ) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return words;
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** All files below a folder whose names end so. */
  static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
