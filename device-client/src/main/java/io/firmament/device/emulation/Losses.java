package io.firmament.device.emulation;

import io.firmament.protocol.value.InvalidValueException;
import java.util.Optional;

/**
 * What is lost on the way, after it has used the link, as on a radio.
 *
 * @param share of datagrams that is lost, each for itself, 0 to 1
 * @param bursts losses that come together, beside those
 */
public record Losses(double share, Optional<Bursts> bursts) {
  /** Nothing. */
  public static final Losses NONE = new Losses(0, Optional.empty());

  /**
   * @throws InvalidValueException when the share is none
   */
  public Losses {
    if (!(share >= 0 && share <= 1)) {
      throw new InvalidValueException("loss", "0% to 100%", share * 100 + "%");
    }
  }

  Losses withShare(double other) {
    return new Losses(other, bursts);
  }

  Losses withBursts(Bursts other) {
    return new Losses(share, Optional.of(other));
  }
}
