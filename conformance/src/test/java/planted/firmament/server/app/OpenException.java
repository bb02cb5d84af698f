package planted.firmament.server.app;

/** Rule 10: exceptions are final. */
public class OpenException extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
