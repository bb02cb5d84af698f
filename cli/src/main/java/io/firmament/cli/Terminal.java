package io.firmament.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a command has of its surroundings.
 *
 * @param out where results go
 * @param err where errors, hints and progress go
 * @param interactive whether a person watches: progress may be drawn, questions may be asked
 * @param environment the environment's variables
 * @param end how the process ends
 */
record Terminal(
    PrintWriter out,
    PrintWriter err,
    boolean interactive,
    Function<String, Optional<String>> environment,
    ProcessEnd end) {
  private static final int DEFAULT_COLUMNS = 100;

  /** How the process ends. */
  interface ProcessEnd {
    /** Does something when the process is told to end. */
    void whenTold(Runnable last);

    /** Ends the process at once, as a power cut would. */
    void cutPower();
  }

  /** A line of a result. */
  void line(String format, Object... arguments) {
    out.printf(format + "%n", arguments);
  }

  /** What went wrong, and what to do about it. */
  void error(String message, String hint) {
    err.println("firmament: error: " + message);
    if (!hint.isEmpty()) {
      err.println("firmament: hint: " + hint);
    }
  }

  /** How many characters a line has. */
  int columns() {
    return environment
        .apply("COLUMNS")
        .filter(columns -> columns.matches("[1-9][0-9]{1,3}"))
        .map(Integer::parseInt)
        .orElse(DEFAULT_COLUMNS);
  }
}
