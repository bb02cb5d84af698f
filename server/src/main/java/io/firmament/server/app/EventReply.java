package io.firmament.server.app;

/** What becomes of an event of a device. */
public enum EventReply {
  /** 2.04: it is kept. */
  TAKEN,
  /** 2.04: it was kept already. */
  REPEATED,
  /** 4.03: only the cloud tells events of this name. */
  RESERVED
}
