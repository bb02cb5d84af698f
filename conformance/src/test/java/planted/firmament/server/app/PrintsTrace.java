package planted.firmament.server.app;

/** Rule 9: a stack trace is printed, too. */
public final class PrintsTrace {
  void planted() {
    new LawfulException().printStackTrace();
  }
}
