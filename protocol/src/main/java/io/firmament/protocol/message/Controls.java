package io.firmament.protocol.message;

import io.firmament.protocol.value.InvalidValueException;
import java.util.Arrays;
import java.util.Collection;

/**
 * What a device can be asked, said as what it cannot: nothing, for most (DEV16).
 *
 * @param lacking the sum of the bits of the controls that it does without
 */
public record Controls(int lacking) {
  /** The sum of all bits. */
  public static final int MOST = 63;

  /** All that this version of the protocol has. */
  public static final Controls ALL = new Controls(0);

  /**
   * @throws InvalidValueException when a bit is set that has no meaning
   */
  public Controls {
    if ((lacking & ~MOST) != 0) {
      throw new InvalidValueException("controls", "a sum of the bits 1 to 32", lacking);
    }
  }

  /** All but these. */
  public static Controls without(Collection<Control> lacking) {
    return new Controls(lacking.stream().mapToInt(Control::bit).reduce(0, (a, b) -> a | b));
  }

  /** Whether the device can be asked this. */
  public boolean has(Control control) {
    return (lacking & control.bit()) == 0;
  }

  /** As a device's tools show them: {@code force, reboot}. */
  public String labels() {
    return String.join(
        ", ", Arrays.stream(Control.values()).filter(this::has).map(Control::label).toList());
  }
}
