package io.firmament.cli;

/** A command cannot do what it was asked for: what is wrong, and what the person can do. */
public final class CommandFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final String hint;

  private CommandFailedException(int exitCode, String message, String hint) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }

  /** It was asked for rightly and did not work: exit code 1. */
  public static CommandFailedException failed(String message, String hint) {
    return new CommandFailedException(ExitCode.FAILED, message, hint);
  }

  /** It was not asked for rightly: exit code 2. */
  public static CommandFailedException usage(String message, String hint) {
    return new CommandFailedException(ExitCode.USAGE, message, hint);
  }

  /** 1 or 2. */
  public int exitCode() {
    return exitCode;
  }

  /** What to do; may be empty. */
  public String hint() {
    return hint;
  }
}
