package io.firmament.protocol.value;

/**
 * What a module of a device is. The wire numbers are a registry (docs/protocol.md, "Module kinds").
 */
public enum ModuleKind {
  /** Starts everything else. */
  BOOTLOADER(1),
  /** A part of the device's operating system. */
  SYSTEM_PART(2),
  /** The product's own firmware. */
  APPLICATION(3),
  /** Firmware of a radio. */
  RADIO(4),
  /** Firmware of a network co-processor. */
  NCP(5),
  /** A file that comes with an application. */
  ASSET(6);

  private final int wire;

  ModuleKind(int wire) {
    this.wire = wire;
  }

  /** The number on the wire. */
  public int wire() {
    return wire;
  }

  /**
   * The kind with this number on the wire.
   *
   * @throws InvalidValueException when there is none
   */
  public static ModuleKind ofWire(long wire) {
    for (ModuleKind kind : values()) {
      if (kind.wire == wire) {
        return kind;
      }
    }
    throw new InvalidValueException("module kind", "a number from 1 to " + values().length, wire);
  }
}
