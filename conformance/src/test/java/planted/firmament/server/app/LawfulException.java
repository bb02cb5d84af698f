package planted.firmament.server.app;

/** A specific exception: keeps every rule. */
public final class LawfulException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LawfulException() {
    super("specific");
  }
}
