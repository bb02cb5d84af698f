package io.firmament.protocol.message;

import io.firmament.protocol.value.InvalidValueException;

/**
 * What is switched on at a device, a bit each on the wire.
 *
 * @param bits the sum of the bits below; others are refused
 */
public record Flags(int bits) {
  /** Updates may start (DEV2: so after every boot). */
  public static final int UPDATES_ENABLED = 1;

  /** The cloud has overridden the device's switch (DEV6). */
  public static final int UPDATES_FORCED = 2;

  /** The device knows of an update that waits (DEV5). */
  public static final int UPDATE_PENDING = 4;

  /** The application does not run: a dependency is missing or no slot is good. */
  public static final int SAFE_MODE = 8;

  /** A complete update waits for a reset (DEV9). */
  public static final int RESET_PENDING = 16;

  /** The device sleeps between contacts: only the answer to its message reaches it. */
  public static final int SLEEPY = 32;

  private static final int ALL = 63;

  /** As after a boot: enabled, nothing else. */
  public static final Flags DEFAULT = new Flags(UPDATES_ENABLED);

  /**
   * @throws InvalidValueException when a bit is set that has no meaning
   */
  public Flags {
    if ((bits & ~ALL) != 0) {
      throw new InvalidValueException("flags", "a sum of the bits 1 to 32", bits);
    }
  }

  /** Whether the device lets an update start by itself. */
  public boolean updatesEnabled() {
    return has(UPDATES_ENABLED);
  }

  /** Whether the cloud's force is in effect. */
  public boolean updatesForced() {
    return has(UPDATES_FORCED);
  }

  /** Whether the device knows of a waiting update. */
  public boolean updatePending() {
    return has(UPDATE_PENDING);
  }

  /** Whether the application does not run. */
  public boolean safeMode() {
    return has(SAFE_MODE);
  }

  /** Whether a complete update waits for a reset. */
  public boolean resetPending() {
    return has(RESET_PENDING);
  }

  /** Whether the device sleeps between contacts. */
  public boolean sleepy() {
    return has(SLEEPY);
  }

  /** Whether these say the same about whether an update may start. */
  public boolean permitAs(Flags other) {
    return updatesEnabled() == other.updatesEnabled() && updatesForced() == other.updatesForced();
  }

  /** The same flags with one of them set or cleared. */
  public Flags with(int bit, boolean on) {
    return new Flags(on ? bits | bit : bits & ~bit);
  }

  private boolean has(int bit) {
    return (bits & bit) != 0;
  }
}
