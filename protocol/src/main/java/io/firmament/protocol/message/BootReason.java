package io.firmament.protocol.message;

/** Why a device booted. */
public enum BootReason {
  /** Not known. */
  UNKNOWN(0),
  /** Power came. */
  POWER(1),
  /** Somebody pressed reset, or the application asked for it. */
  RESET(2),
  /** To start an update. */
  UPDATE(3),
  /** To go back after an update that did not prove itself. */
  ROLLBACK(4),
  /** The watchdog fired. */
  WATCHDOG(5),
  /** The application crashed. */
  CRASH(6),
  /** The cloud asked for it. */
  COMMAND(7);

  private final int wire;

  BootReason(int wire) {
    this.wire = wire;
  }

  /** The number on the wire. */
  public int wire() {
    return wire;
  }
}
