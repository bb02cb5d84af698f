package planted.firmament.server.device;

/** Rule 8: fields are final. */
public final class ChangesItself {
  private int number;

  int planted() {
    return ++number;
  }
}
