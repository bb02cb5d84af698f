package io.firmament.protocol.message;

/**
 * A device goes.
 *
 * @param id of the report
 * @param why what it is about to do
 * @param sleepSeconds when it will be back, 0 where it does not know
 */
public record Goodbye(ReportId id, Why why, long sleepSeconds) implements Message {
  /** Why a device goes. */
  public enum Why {
    /** It sleeps. */
    SLEEP(1),
    /** The application disconnects. */
    DISCONNECT(2),
    /** It resets. */
    RESET(3),
    /** It is switched off. */
    OFF(4);

    private final int wire;

    Why(int wire) {
      this.wire = wire;
    }

    /** The number on the wire. */
    public int wire() {
      return wire;
    }
  }
}
