package io.firmament.protocol.message;

/** How a module stands at the device. */
public enum ModuleState {
  /** It runs, and has proved itself. */
  CONFIRMED(0),
  /** It runs on trial: it goes back unless it confirms itself. */
  TRIAL(1),
  /** It is complete and verified and waits for a reset. */
  STAGED(2),
  /** It cannot run. */
  INVALID(3);

  private final int wire;

  ModuleState(int wire) {
    this.wire = wire;
  }

  /** The number on the wire. */
  public int wire() {
    return wire;
  }
}
