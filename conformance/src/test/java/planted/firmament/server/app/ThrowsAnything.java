package planted.firmament.server.app;

/** Rule 10: an unspecific exception, even as a cause. */
public final class ThrowsAnything {
  void planted() {
    throw new IllegalStateException(new RuntimeException("planted"));
  }
}
