package planted.firmament.server.app;

/** Rule 9: only a main class prints. */
public final class Prints {
  void planted() {
    System.out.println();
  }
}
