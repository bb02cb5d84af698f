package io.firmament.server.transfer;

/** How far an update attempt is; those that have not ended in the order of an update. */
public enum AttemptState {
  /** Offered; the device has not said a word on it yet. */
  OFFERED,
  /** The device fetches blocks. */
  TRANSFERRING,
  /** All is there; the device checks and writes it. */
  VERIFYING,
  /** Complete; its application defers the reset. */
  READY_TO_APPLY,
  /** It boots. */
  REBOOTING,
  /** It runs the new version, confirmed. */
  UPDATED,
  /** It ended without an update. */
  FAILED,
  /** The new version did not prove itself; the old one runs again. */
  ROLLED_BACK,
  /** It did not come back within its time; it may still do so. */
  LOST,
  /** It was withdrawn: something else became the target, or an operator stopped it. */
  SUPERSEDED;

  /** Whether nothing more is expected of it. */
  public boolean ended() {
    return switch (this) {
      case OFFERED, TRANSFERRING, VERIFYING, READY_TO_APPLY, REBOOTING -> false;
      case UPDATED, FAILED, ROLLED_BACK, LOST, SUPERSEDED -> true;
    };
  }
}
