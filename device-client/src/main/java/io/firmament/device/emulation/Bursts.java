package io.firmament.device.emulation;

import io.firmament.protocol.value.InvalidValueException;

/**
 * Losses that come together: the link is good or bad, may change with each datagram, and loses all
 * while it is bad (Gilbert's model, with no loss while it is good).
 *
 * @param toBad how likely it turns bad, with each datagram while it is good, 0 to 1
 * @param toGood how likely it turns good, with each datagram while it is bad, above 0, to 1
 */
public record Bursts(double toBad, double toGood) {
  /**
   * @throws InvalidValueException when a likelihood is out of range
   */
  public Bursts {
    if (!(toBad >= 0 && toBad <= 1 && toGood > 0 && toGood <= 1)) {
      throw new InvalidValueException("bursts", "likelihoods from 0 to 1", toBad + ", " + toGood);
    }
  }

  /**
   * Bursts by what they do in the long run.
   *
   * @param share of all datagrams that is lost, 0 to below 1
   * @param length of a burst on average, in datagrams, 1 or more
   * @throws InvalidValueException when that is not possible
   */
  public static Bursts of(double share, double length) {
    if (!(share >= 0 && share < 1 && length >= 1)) {
      throw new InvalidValueException(
          "bursts", "a share below 100% and a length of 1 or more", share * 100 + "%, " + length);
    }
    double toGood = 1 / length;
    double toBad = toGood * share / (1 - share);
    if (toBad > 1) {
      throw new InvalidValueException(
          "length of bursts", share / (1 - share) + " datagrams or more at this share", length);
    }
    return new Bursts(toBad, toGood);
  }
}
