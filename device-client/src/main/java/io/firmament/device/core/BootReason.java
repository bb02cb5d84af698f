package io.firmament.device.core;

/** Why the device booted: announced before a reset, otherwise it was power or a crash. */
public enum BootReason {
  /** Nothing was announced: power came back, or the firmware crashed. */
  POWER_OR_CRASH,
  /** To apply a staged image. */
  UPDATE,
  /** To leave an image that was not confirmed. */
  ROLLBACK,
  /** The application asked for it. */
  APPLICATION,
  /** The cloud asked for it. */
  COMMAND,
  /** Somebody asked for one boot in safe mode. */
  SAFE_MODE
}
