package io.firmament.device.fleet;

import io.firmament.device.sim.SimulationEvent.Phase;
import java.util.Locale;

/** What a device is doing, as far as a bystander cares. */
public enum Stage {
  /** It has not begun. */
  WAITING,
  /** It boots, or is not connected. */
  CONNECTING,
  /** It is connected and has nothing to do. */
  CONNECTED,
  /** It fetches an image. */
  TRANSFERRING,
  /** It checks and installs what it fetched. */
  INSTALLING,
  /** It sleeps. */
  SLEEPING,
  /** It has ended well. */
  DONE,
  /** It has ended otherwise. */
  FAILED;

  /** As in a line of text. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a device does after it said something. */
  Stage after(Phase phase) {
    return switch (phase) {
      case BOOTED, CONNECTING, REFUSED, CRASHED, REBOOTING, POWER_CUT, AWAKE -> CONNECTING;
      case CONNECTED, CONFIRMED, FAILED, ROLLED_BACK -> CONNECTED;
      case STARTED, TRANSFERRING -> TRANSFERRING;
      case VERIFYING, READY_TO_APPLY, RESET_PENDING -> INSTALLING;
      case SLEEPING -> SLEEPING;
      case ROOT_TRUSTED, ROOT_REFUSED, PENDING, BUSY, AVAILABLE -> this;
    };
  }
}
