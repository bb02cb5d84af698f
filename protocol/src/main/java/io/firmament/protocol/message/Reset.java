package io.firmament.protocol.message;

/**
 * Makes the device boot.
 *
 * @param commandId increasing for each device
 * @param kind how
 */
public record Reset(long commandId, Kind kind) implements Message {
  /** How a device boots on command. */
  public enum Kind {
    /** As always. */
    REBOOT(1),
    /** Without the application. */
    SAFE_MODE(2),
    /** To apply a complete update whose reset is deferred. */
    APPLY(3);

    private final int wire;

    Kind(int wire) {
      this.wire = wire;
    }

    /** The number on the wire. */
    public int wire() {
      return wire;
    }
  }
}
