package io.firmament.server.trigger;

import java.util.Locale;

/** What made the server look whether an update is due. */
public enum Trigger {
  /** A full DTLS handshake was finished. */
  HANDSHAKE,
  /** An abbreviated one was finished. */
  RESUME,
  /** First record on a known connection id after silence, or from a new address. */
  WAKE,
  /** Something was decided for the device, or it enabled its updates. */
  CHANGE;

  /** The name in a report. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
