package io.firmament.cli;

import io.firmament.certs.CredentialException;
import io.firmament.protocol.value.InvalidValueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line as a whole: its commands, and how their errors become words and exit codes. */
@Command(
    name = "firmament",
    description = "Brings firmware over the air to small devices, from a cloud of your own.",
    subcommands = {
      ServeCommand.class,
      CertsCommand.class,
      ProductCommand.class,
    },
    versionProvider = Firmament.Version.class,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 usage.",
      "Environment: FIRMAMENT_URL, FIRMAMENT_TOKEN, and FIRMAMENT_* for 'serve'."
    })
final class Firmament {
  private Firmament() {}

  /**
   * Runs a command.
   *
   * @return the exit code: 0 done, 1 failed, 2 usage
   */
  static int run(Terminal terminal, List<String> arguments) {
    CommandLine line = new CommandLine(new Firmament());
    tell(line, terminal);
    line.setOut(terminal.out());
    line.setErr(terminal.err());
    line.setUsageHelpWidth(terminal.columns());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionStrategy(parsed -> execute(parsed, terminal));
    line.setParameterExceptionHandler((problem, words) -> misunderstood(terminal, problem));
    return line.execute(arguments.toArray(String[]::new));
  }

  private static void tell(CommandLine line, Terminal terminal) {
    if (line.getCommand() instanceof Task task) {
      task.use(terminal);
    }
    line.getSubcommands().values().forEach(sub -> tell(sub, terminal));
  }

  /** A command that only holds others shows its help. */
  private static int execute(CommandLine.ParseResult parsed, Terminal terminal) {
    if (CommandLine.executeHelpRequest(parsed) != null) {
      return Task.DONE;
    }
    List<CommandLine> words = parsed.asCommandLineList();
    CommandLine last = words.get(words.size() - 1);
    if (last.getCommand() instanceof Task task) {
      return perform(task, terminal);
    }
    last.usage(last.getErr());
    return Task.USAGE;
  }

  private static int misunderstood(Terminal terminal, ParameterException problem) {
    String command = problem.getCommandLine().getCommandSpec().qualifiedName();
    terminal.error(problem.getMessage(), "see '" + command + " --help'");
    return Task.USAGE;
  }

  /** The one place where what went wrong becomes words. */
  private static int perform(Task task, Terminal terminal) {
    try {
      return task.perform();
    } catch (CommandFailedException failure) {
      terminal.error(failure.getMessage(), failure.hint());
    } catch (CredentialException failure) {
      terminal.error(failure.getMessage(), failure.hint());
    } catch (InvalidValueException wrong) {
      terminal.error(wrong.getMessage(), "correct the value");
      return Task.USAGE;
    } catch (IOException | UncheckedIOException failure) {
      terminal.error(words(failure), "look at the file, the disk or the connection named above");
    } catch (InterruptedException interrupted) {
      terminal.error("interrupted", "");
    }
    return Task.FAILED;
  }

  private static String words(Exception failure) {
    return failure instanceof NoSuchFileException missing
        ? "there is no file " + missing.getFile()
        : String.valueOf(failure.getMessage());
  }

  /** Says which version this is. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Firmament.class.getPackage().getImplementationVersion();
      return new String[] {"firmament " + (version == null ? "(not packaged)" : version)};
    }
  }
}
