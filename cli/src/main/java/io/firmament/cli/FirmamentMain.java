package io.firmament.cli;

/** The command line's process. */
public final class FirmamentMain {
  private FirmamentMain() {}

  /** Runs the command that the arguments name. */
  public static void main(String[] args) {
    System.out.println("firmament 0.1.0");
  }
}
