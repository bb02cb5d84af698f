package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;

/** A device cannot be reached now. */
public final class UnreachableException extends Exception {
  private static final long serialVersionUID = 1L;
  private final Why why;
  private final String detail;

  /** What happened. */
  public enum Why {
    /** It has no DTLS association. */
    NOT_CONNECTED,
    /** It did not answer in time. */
    TIMEOUT,
    /** It answered what the protocol does not know. */
    MALFORMED_ANSWER
  }

  /**
   * @param device which one
   * @param why what happened
   * @param detail more of it; may be empty
   */
  public UnreachableException(DeviceId device, Why why, String detail) {
    super("device " + device + ": " + why + (detail.isEmpty() ? "" : ", " + detail));
    this.why = why;
    this.detail = detail;
  }

  /** Whether the device may be there all the same: it was slow, or did not understand. */
  public boolean mayBeThere() {
    return why != Why.NOT_CONNECTED;
  }

  /** What happened. */
  public Why why() {
    return why;
  }

  /** More of it; may be empty. */
  public String detail() {
    return detail;
  }
}
