package io.firmament.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The command line's process. */
public final class FirmamentMain {
  private FirmamentMain() {}

  /** Runs the command that the arguments name, and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CommandTree.run(new ProcessHost(), args));
  }

  /** This process. */
  private static final class ProcessHost implements Host {
    private static final int PLAIN_COLUMNS = 120;
    private static final int TERMINAL_COLUMNS = 80;
    private static final int KILLED = 137;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    @Override
    public PrintStream out() {
      return out;
    }

    @Override
    public PrintStream err() {
      return err;
    }

    @Override
    public Map<String, String> environment() {
      return System.getenv();
    }

    @Override
    public boolean isTerminal() {
      Console console = System.console();
      return console != null && !"dumb".equals(System.getenv("TERM")) && isTerminal(console);
    }

    /** From JDK 22 on there is a console without a terminal, too, and a method that says so. */
    private static boolean isTerminal(Console console) {
      try {
        return (boolean) Console.class.getMethod("isTerminal").invoke(console);
      } catch (ReflectiveOperationException beforeJdk22) {
        return true;
      }
    }

    @Override
    public int columns() {
      String given = environment().getOrDefault("COLUMNS", "");
      if (given.matches("[1-9]\\d{0,3}")) {
        return Integer.parseInt(given);
      }
      return isTerminal() ? terminalColumns() : PLAIN_COLUMNS;
    }

    private static int terminalColumns() {
      try {
        Process size =
            new ProcessBuilder("stty", "size")
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer =
            new String(size.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        return answer.matches("\\d+ [1-9]\\d*")
            ? Integer.parseInt(answer.split(" ")[1])
            : TERMINAL_COLUMNS;
      } catch (IOException e) {
        return TERMINAL_COLUMNS;
      }
    }

    @Override
    public Optional<String> ask(String question) {
      Console console = System.console();
      return console == null
          ? Optional.empty()
          : Optional.ofNullable(console.readLine("%s", question));
    }

    @Override
    public Optional<String> askSecretly(String question) {
      Console console = System.console();
      return console == null
          ? Optional.empty()
          : Optional.ofNullable(console.readPassword("%s", question)).map(String::new);
    }

    @Override
    public void whenStopped(Runnable work) {
      Runtime.getRuntime().addShutdownHook(new Thread(work, "stop"));
    }

    @Override
    public void halt() {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
