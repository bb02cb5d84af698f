package io.firmament.server.app;

/** An operator's wish cannot be met: says why, and what to do instead. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;
  private final Kind kind;
  private final String hint;

  /** What is wrong with the wish. */
  public enum Kind {
    /** It makes no sense as it stands. */
    INVALID,
    /** What it speaks of is not there. */
    NOT_FOUND,
    /** It contradicts what is there. */
    CONFLICT,
    /** What is there is not any more what the operator has seen. */
    CHANGED,
    /** It brings too much. */
    TOO_LARGE,
    /** The device cannot be reached. */
    UNREACHABLE,
    /** It comes too often. */
    TOO_MANY
  }

  /**
   * @param kind what is wrong
   * @param message expected and actual, for a person
   * @param hint what to do
   */
  public RefusedException(Kind kind, String message, String hint) {
    super(message);
    this.kind = kind;
    this.hint = hint;
  }

  /** What is wrong. */
  public Kind kind() {
    return kind;
  }

  /** What to do. */
  public String hint() {
    return hint;
  }
}
