package io.firmament.server.device;

/** Whether the operators let a device in (feature PRD11). */
public enum Approval {
  /** Part of its product: it may be sent firmware. */
  APPROVED,
  /** It authenticates, but nobody added it: it connects and is sent nothing. */
  QUARANTINED,
  /** Turned away: it hears 4.03 and its session ends. */
  DENIED
}
