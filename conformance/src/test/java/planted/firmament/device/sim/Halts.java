package planted.firmament.device.sim;

/** Rule 9: only a main class ends the process. */
public final class Halts {
  void planted() {
    Runtime.getRuntime().halt(1);
  }
}
