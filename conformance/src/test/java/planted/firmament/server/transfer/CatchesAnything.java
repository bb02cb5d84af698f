package planted.firmament.server.transfer;

/** Rule 10: an unspecific exception is caught. */
public final class CatchesAnything {
  void planted() {
    try {
      Math.addExact(1, 2);
    } catch (RuntimeException e) {
      return;
    }
  }
}
