package planted.firmament.device.sim;

/** A main class owns the process: keeps every rule. */
public final class LawfulMain {
  private LawfulMain() {}

  static void end() {
    System.exit(1);
  }
}
