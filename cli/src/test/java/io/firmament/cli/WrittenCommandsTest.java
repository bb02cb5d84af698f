package io.firmament.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Whatever people are told to type is there. */
class WrittenCommandsTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> MODULES =
      List.of("protocol", "certs", "device-client", "server", "cli");

  private final CommandLine tree = CommandTree.of(new TestHost());

  @Test
  void command_that_a_hint_or_a_help_text_names_exists_with_its_options() throws Exception {
    List<WrittenCommands.Written> written = new ArrayList<>();
    for (String module : MODULES) {
      for (Path source : WrittenCommands.files(ROOT.resolve(module).resolve("src/main"), ".java")) {
        written.addAll(WrittenCommands.inTexts(source));
      }
    }

    assertThat(faults(written)).isEmpty();
    assertThat(written.stream().filter(w -> isOurs(w.words()))).hasSizeGreaterThan(80);
  }

  @Test
  void command_that_a_document_names_exists_with_its_options() throws Exception {
    List<WrittenCommands.Written> written = new ArrayList<>();
    for (Path document : documents()) {
      written.addAll(WrittenCommands.inProse(document));
    }

    assertThat(faults(written)).isEmpty();
    assertThat(written.stream().filter(w -> isOurs(w.words()))).hasSizeGreaterThan(40);
  }

  @Test
  void line_that_a_document_gives_to_paste_is_understood() throws Exception {
    List<String> faults = new ArrayList<>();
    int lines = 0;
    for (Path document : documents()) {
      for (WrittenCommands.Written line : WrittenCommands.inLines(document)) {
        misunderstood(line.words()).ifPresent(fault -> faults.add(line.where() + ": " + fault));
        lines++;
      }
    }

    assertThat(faults).isEmpty();
    assertThat(lines).isGreaterThan(25);
  }

  @Test
  void planted_faults_are_found(@TempDir Path folder) throws Exception {
    Path source = folder.resolve("Planted.java");
    Files.writeString(
        source,
        "hint(\"see 'firmament device \"\n    + \"rety D', or 'device lock \" + device + \" --flash'\");"
            + "\nhint(\"'firmament device lock \" + device + \" 2 --flash-now' is right\");");
    Path document = folder.resolve("planted.md");
    Files.writeString(
        document,
        "Say `firmament grup list`, or `group ad G`:\n```\n./firmament wait two --product p\n"
            + "./firmament release 2 \\\n  --produkt p\n./firmament wait 2 --product p\n```\n");

    assertThat(faults(WrittenCommands.inTexts(source)))
        .hasSize(2)
        .anyMatch(fault -> fault.contains("there is no 'rety'"))
        .anyMatch(fault -> fault.contains("there is no '--flash'"));
    assertThat(faults(WrittenCommands.inProse(document)))
        .hasSize(2)
        .anyMatch(fault -> fault.contains("there is no 'grup'"))
        .anyMatch(fault -> fault.contains("there is no 'ad'"));
    assertThat(WrittenCommands.inLines(document)).hasSize(3);
    assertThat(
            WrittenCommands.inLines(document).stream()
                .filter(line -> misunderstood(line.words()).isPresent()))
        .hasSize(2);
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    WrittenCommands.files(ROOT.resolve("docs"), ".md").stream()
        .filter(document -> !document.toString().contains("adr"))
        .forEach(documents::add);
    return documents;
  }

  /** Whether it is one of ours, or another quotation. */
  private boolean isOurs(List<String> words) {
    return tree.getSubcommands().containsKey(words.get(0));
  }

  private List<String> faults(List<WrittenCommands.Written> written) {
    List<String> faults = new ArrayList<>();
    for (WrittenCommands.Written command : written) {
      boolean named = command.where().matches("(?s).*: (\\./)?firmament .*");
      if (named || isOurs(command.words())) {
        missing(command.words()).ifPresent(fault -> faults.add(command.where() + ": " + fault));
      }
    }
    return faults;
  }

  /** What of a command is not there. */
  private Optional<String> missing(List<String> words) {
    CommandLine command = tree;
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      boolean option = word.startsWith("-");
      if (next != null) {
        command = next;
      } else if (option && command.getCommandSpec().findOption(word.split("=", 2)[0]) == null) {
        return Optional.of("there is no '" + word + "'");
      } else if (!option && !command.getSubcommands().isEmpty()) {
        return Optional.of("there is no '" + word + "'");
      }
    }
    return Optional.empty();
  }

  private Optional<String> misunderstood(List<String> words) {
    try {
      CommandTree.of(new TestHost()).parseArgs(words.toArray(String[]::new));
      return Optional.empty();
    } catch (CommandLine.ParameterException wrong) {
      return Optional.of(wrong.getMessage());
    }
  }
}
