package io.firmament.cli;

/** A command cannot do what it was asked for: what is wrong, and what the person can do. */
public final class CommandFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int NO_ANSWER = -1;
  private static final int TOO_MANY = 429;

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

  /** The server cannot be reached, or was lost: exit code 1. */
  static CommandFailedException away(String message, String hint) {
    return new CommandFailedException(ExitCode.FAILED, NO_ANSWER, message, hint);
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

  /** Whether a server said no because it does not know who asks. */
  boolean isUnknown() {
    return status == 401;
  }

  /** Whether the same may work a while later: the server is away, or has too much to do. */
  boolean isPassing() {
    return status == NO_ANSWER || status == TOO_MANY || status / 100 == 5;
  }

  /** What to do; may be empty. */
  public String hint() {
    return hint;
  }
}
