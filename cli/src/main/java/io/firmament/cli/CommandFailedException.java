package io.firmament.cli;

/** A command cannot do what it was asked for: what is wrong, and what the person can do. */
public final class CommandFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int UNREACHABLE = -1;
  private static final int LOST = -2;
  private static final int UNDER_WAY = -3;
  private static final int UNKNOWN = 401;
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

  /** The server does not know who asks, or no longer: exit code 1. */
  static CommandFailedException unknown(String message, String hint) {
    return refused(UNKNOWN, message, hint);
  }

  /** The server cannot be reached, and so was asked for nothing: exit code 1. */
  static CommandFailedException unreachable(String message, String hint) {
    return new CommandFailedException(ExitCode.FAILED, UNREACHABLE, message, hint);
  }

  /** The server was lost before it answered, and may have done what it was asked: exit code 1. */
  static CommandFailedException lost(String message, String hint) {
    return new CommandFailedException(ExitCode.FAILED, LOST, message, hint);
  }

  /** The server does already what it is asked for once more: exit code 1. */
  static CommandFailedException underWay(String message, String hint) {
    return new CommandFailedException(ExitCode.FAILED, UNDER_WAY, message, hint);
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
    return status == UNKNOWN;
  }

  /** Whether a server said no because of what it was sent. */
  boolean isWrong() {
    return status == 400;
  }

  /** Whether nobody knows whether the server has done it. */
  boolean isLost() {
    return status == LOST;
  }

  /** Whether there is no answer yet, but may be a while later. */
  boolean isUnanswered() {
    return status == UNREACHABLE || status == LOST || status == UNDER_WAY;
  }

  /** Whether the same may work a while later: the server is away, or has too much to do. */
  boolean isPassing() {
    return isUnanswered() || status == TOO_MANY || status / 100 == 5;
  }

  /** What to do; may be empty. */
  public String hint() {
    return hint;
  }
}
