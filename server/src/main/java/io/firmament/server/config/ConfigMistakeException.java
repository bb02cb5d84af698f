package io.firmament.server.config;

/** Something was set to what it cannot be. Says what, where it came from, and what to do. */
public final class ConfigMistakeException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String hint;

  ConfigMistakeException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** What the operator can do, a sentence without a full stop. */
  public String hint() {
    return hint;
  }
}
