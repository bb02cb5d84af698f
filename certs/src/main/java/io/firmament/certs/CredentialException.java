package io.firmament.certs;

/**
 * A credential cannot be read, made or used. The message says what was expected and what came,
 * {@link #hint()} what a person can do about it. No message ever holds a secret.
 */
public final class CredentialException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String hint;

  CredentialException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  CredentialException(String message, String hint, Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** What the operator can do, a sentence without a full stop. */
  public String hint() {
    return hint;
  }
}
