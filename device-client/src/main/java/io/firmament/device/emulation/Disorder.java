package io.firmament.device.emulation;

import io.firmament.protocol.value.InvalidValueException;
import java.time.Duration;
import java.util.Optional;

/**
 * What arrives twice or late.
 *
 * @param duplication share of datagrams that arrives twice, 0 to 1
 * @param reordering share of datagrams that is held back, so that later ones overtake it, 0 to 1
 * @param heldBack how long; empty for half the delay and at least 2 ms
 */
public record Disorder(double duplication, double reordering, Optional<Duration> heldBack) {
  /** Each arrives once and in order. */
  public static final Disorder NONE = new Disorder(0, 0, Optional.empty());

  private static final Duration AT_LEAST = Duration.ofMillis(2);

  /**
   * @throws InvalidValueException when a share is none
   */
  public Disorder {
    if (!(duplication >= 0 && duplication <= 1 && reordering >= 0 && reordering <= 1)) {
      throw new InvalidValueException(
          "duplication and reordering",
          "0% to 100%",
          duplication * 100 + "%, " + reordering * 100 + "%");
    }
  }

  /** How long a datagram is held back on a path with this delay. */
  Duration holding(Duration delay) {
    Duration half = delay.dividedBy(2);
    return heldBack.orElse(half.compareTo(AT_LEAST) > 0 ? half : AT_LEAST);
  }

  Disorder withDuplication(double share) {
    return new Disorder(share, reordering, heldBack);
  }

  Disorder withReordering(double share, Optional<Duration> by) {
    return new Disorder(duplication, share, by);
  }
}
