package io.firmament.cli;

/** A command cannot do what it was asked for: what is wrong, and what the person can do. */
public final class CommandFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final int status;
  private final String hint;

  private CommandFailedException(int exitCode, int status, String message, String hint) {
    super(message);
    this.exitCode = exitCode;
    this.status = status;
    this.hint = hint;
  }

  /** It was asked for rightly and did not work: exit code 1. */
  public static CommandFailedException failed(String message, String hint) {
    return ended(ExitCode.FAILED, message, hint);
  }

  /** The server said no, with an HTTP status: exit code 1. */
  public static CommandFailedException refused(int status, String message, String hint) {
    return new CommandFailedException(ExitCode.FAILED, status, message, hint);
  }

  /** It was not asked for rightly: exit code 2. */
  public static CommandFailedException usage(String message, String hint) {
    return ended(ExitCode.USAGE, message, hint);
  }

  /** It ends with an exit code of its own. */
  static CommandFailedException ended(int exitCode, String message, String hint) {
    return new CommandFailedException(exitCode, 0, message, hint);
  }

  /** See {@code ExitCode}. */
  public int exitCode() {
    return exitCode;
  }

  /** The HTTP status with which a server said no; 0 where none did. */
  public int status() {
    return status;
  }

  /** What to do; may be empty. */
  public String hint() {
    return hint;
  }
}
