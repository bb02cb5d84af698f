package io.firmament.cli;

/** A command could not do what it was asked to: exit code 1. */
public final class CommandFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String hint;

  /**
   * @param message what went wrong
   * @param hint what to do about it; may be empty
   */
  public CommandFailedException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** What to do about it; may be empty. */
  public String hint() {
    return hint;
  }
}
