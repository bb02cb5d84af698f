package planted.firmament.server.app;

/** Rule 10: an unspecific exception is declared. */
public interface DeclaresAnything {
  /** Planted. */
  void planted() throws Exception;
}
