package io.firmament.server.targeting;

/** Why nothing is sent: the closed list. */
public enum ReasonCode {
  /** It authenticates, but nobody approved it. */
  QUARANTINED,
  /** It was turned away. */
  DENIED,
  /** A development device gets nothing by itself. */
  DEVELOPMENT_DEVICE,
  /** No rule matches. */
  NO_TARGET,
  /** It runs the target already. */
  UP_TO_DATE,
  /** The target does not fit: security, platform, size or coding. */
  INCOMPATIBLE,
  /** The target needs a module that the device does not have, and nobody can send. */
  MISSING_PREREQUISITE,
  /** The target was taken back. */
  WITHDRAWN,
  /** The release is paused. */
  HALTED,
  /** The device began the same update again and again without getting on. */
  LOOP_GUARD,
  /** The target failed on this device and is held back. */
  FAILED,
  /** It cannot be reached. */
  OFFLINE,
  /** It tries another version and has not confirmed it yet. */
  ON_TRIAL,
  /** The release waits for the device's next session. */
  NEXT_SESSION,
  /** Its application does not allow updates now. */
  UPDATES_DISABLED,
  /** Others are updated first. */
  RATE_LIMITED
}
