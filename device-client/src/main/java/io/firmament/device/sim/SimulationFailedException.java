package io.firmament.device.sim;

/** A simulated device cannot be started. The hint is for people. */
public final class SimulationFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String hint;

  SimulationFailedException(String message, String hint, Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** What a person can do about it. */
  public String hint() {
    return hint;
  }
}
