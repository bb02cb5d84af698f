package io.firmament.server.app;

import java.time.Duration;

/**
 * What becomes of an event of a device, or of its goodbye.
 *
 * @param fate what it is
 * @param again after so long the device may tell it again; zero where that changes nothing
 */
public record EventReply(Fate fate, Duration again) {
  /** 2.04: it is kept. */
  public static final EventReply TAKEN = new EventReply(Fate.TAKEN, Duration.ZERO);

  /** 2.04: it was kept already. */
  public static final EventReply REPEATED = new EventReply(Fate.REPEATED, Duration.ZERO);

  /** 4.03: only the cloud tells events of this name. */
  public static final EventReply RESERVED = new EventReply(Fate.RESERVED, Duration.ZERO);

  /** What can become of one. */
  public enum Fate {
    /** It is kept. */
    TAKEN,
    /** It was kept already. */
    REPEATED,
    /** Only the cloud tells events of this name. */
    RESERVED,
    /** The device tells too many. */
    TOO_MANY
  }

  /** 4.29 (RFC 8516): the device tells too many, and may tell this one after a while. */
  public static EventReply tooMany(Duration wait) {
    return new EventReply(Fate.TOO_MANY, wait);
  }
}
