package io.firmament.protocol.transfer;

import io.firmament.protocol.value.InvalidValueException;
import java.util.Arrays;
import java.util.Locale;

/** By which rule a transfer decides how much it asks for at the same time. */
public enum CongestionControl {
  /** By the delay of the answers: full paths with short queues. The rule that devices have. */
  DELAY {
    @Override
    Congestion machine(TransferSettings settings, DeliveryRate rate) {
      return new DelayWindowMachine(settings.window(), settings.firstWindow(), rate);
    }
  },
  /** By losses alone (RFC 9002 section 7): a fallback that is known from everywhere. */
  AIMD {
    @Override
    Congestion machine(TransferSettings settings, DeliveryRate rate) {
      return new AimdWindowMachine(settings.window(), settings.firstWindow());
    }
  },
  /** The device's window, always: for a path of which the owner knows what it carries. */
  FIXED {
    @Override
    Congestion machine(TransferSettings settings, DeliveryRate rate) {
      return new FixedWindow(settings.window());
    }
  };

  /**
   * The rule of this name.
   *
   * @throws InvalidValueException when there is none
   */
  public static CongestionControl of(String label) {
    return Arrays.stream(values())
        .filter(control -> control.label().equals(label))
        .findFirst()
        .orElseThrow(
            () -> new InvalidValueException("congestion control", "delay, aimd or fixed", label));
  }

  /** As it is spelt. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  abstract Congestion machine(TransferSettings settings, DeliveryRate rate);
}
