package planted.firmament.device.sim;

/** Rule 9: only a main class ends the process. */
public final class Exits {
  void planted() {
    System.exit(1);
  }
}
