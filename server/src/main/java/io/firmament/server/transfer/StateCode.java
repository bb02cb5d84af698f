package io.firmament.server.transfer;

/** The states of a device towards its target: the closed list, each device in one at every time. */
public enum StateCode {
  /** It authenticates, but nobody approved it. */
  QUARANTINED,
  /** It was turned away. */
  DENIED,
  /** A development device gets nothing by itself. */
  DEVELOPMENT_DEVICE,
  /** No rule matches. */
  NO_TARGET,
  /** It runs its target. */
  UP_TO_DATE,
  /** The target does not fit. */
  INCOMPATIBLE,
  /** The target needs a module that is not there. */
  MISSING_PREREQUISITE,
  /** The target was taken back. */
  WITHDRAWN,
  /** The release is paused. */
  HALTED,
  /** It began the same update again and again without getting on. */
  LOOP_GUARD,
  /** The target failed here and is held back. */
  FAILED,
  /** It cannot be reached. */
  OFFLINE,
  /** It tries a version that is not its target any more, and takes nothing until that has ended. */
  ON_TRIAL,
  /** Its target waits for its next session. */
  NEXT_SESSION,
  /** Its application does not allow updates now. */
  UPDATES_DISABLED,
  /** Others are updated first. */
  RATE_LIMITED,
  /** Nothing keeps its target from it any more: it is told next, in this session. */
  DUE,
  /** Offered; it has not said a word on it yet. */
  OFFERED,
  /** It fetches blocks: so many of so many. */
  TRANSFERRING,
  /** It was fetching blocks, and has stopped. */
  STALLED,
  /** All is there; it checks and writes it. */
  VERIFYING,
  /** Complete; its application defers the reset. */
  READY_TO_APPLY,
  /** It boots. */
  REBOOTING
}
