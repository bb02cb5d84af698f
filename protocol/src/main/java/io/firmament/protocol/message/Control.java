package io.firmament.protocol.message;

import io.firmament.protocol.value.InvalidValueException;
import java.util.Arrays;
import java.util.Locale;

/** What the cloud can ask of a device, and what a small device may do without (DEV16). */
public enum Control {
  /** To take updates although its application forbids them (DEV6). */
  FORCE(1),
  /** To know that an update waits (DEV5). */
  PENDING(2),
  /** To boot. */
  REBOOT(4),
  /** To boot without its application. */
  SAFE_MODE(8),
  /** To apply a complete update at once (DEV9). */
  APPLY(16),
  /** To drop its session (DEV13). */
  END_SESSION(32);

  private final int bit;

  Control(int bit) {
    this.bit = bit;
  }

  /**
   * A control as people spell it.
   *
   * @throws InvalidValueException when there is none of that name
   */
  public static Control parse(String label) {
    return Arrays.stream(values())
        .filter(control -> control.label().equals(label))
        .findFirst()
        .orElseThrow(
            () -> new InvalidValueException("control", "one of " + Controls.ALL.labels(), label));
  }

  /** Its bit on the wire. */
  public int bit() {
    return bit;
  }

  /** For people and in options: {@code safe-mode}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
