package io.firmament.device.sim;

/**
 * The power went, and comes back at once: what a simulated device's power supply throws where the
 * process must live on, since other devices live in it. The device stops where it stands and boots
 * on what it had stored. Unchecked, since no code may be ready for it, as none is for a power cut.
 */
public final class PowerLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Power is lost here. */
  public PowerLostException() {
    super("the power went");
  }

  /** A power supply whose cuts end one device's boot, and not the process. */
  public static void interrupt() {
    throw new PowerLostException();
  }
}
