package planted.firmament.device.sim;

/** Rule 8: no static mutable state. */
public final class CountsForAll {
  static int counter;

  private CountsForAll() {}
}
