package io.firmament.device.emulation;

import io.firmament.protocol.value.InvalidValueException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What happens to both directions at once. Times count from the first datagram on the link, octets
 * are payloads that were delivered to the device.
 *
 * @param blackoutsAfter blackouts that begin once so many octets were delivered
 * @param rebindAt when the network gives the device another source port towards the cloud; what the
 *     cloud still sends to the old one is lost
 * @param rebindAfterBytes the same, once so many octets were delivered
 * @param natTimeout after so long without a datagram of the device its port is forgotten: nothing
 *     more comes down, and its next datagram gets another port; empty for never
 */
public record Incidents(
    List<BlackoutAfter> blackoutsAfter,
    List<Duration> rebindAt,
    List<Long> rebindAfterBytes,
    Optional<Duration> natTimeout) {
  /** Nothing happens. */
  public static final Incidents NONE =
      new Incidents(List.of(), List.of(), List.of(), Optional.empty());

  /**
   * A blackout of both directions.
   *
   * @param bytes begins once so many octets were delivered to the device
   * @param length how long it lasts
   */
  public record BlackoutAfter(long bytes, Duration length) {
    /**
     * @throws InvalidValueException when it has no length
     */
    public BlackoutAfter {
      if (bytes < 0 || length.isNegative() || length.isZero()) {
        throw new InvalidValueException("blackout", "a length above zero", length);
      }
    }
  }

  /** Keeps copies, those of moments in their order. */
  public Incidents {
    blackoutsAfter = List.copyOf(blackoutsAfter);
    rebindAt = rebindAt.stream().sorted().toList();
    rebindAfterBytes = rebindAfterBytes.stream().sorted().toList();
  }

  Incidents withBlackoutsAfter(List<BlackoutAfter> other) {
    return new Incidents(other, rebindAt, rebindAfterBytes, natTimeout);
  }

  Incidents withRebindAt(List<Duration> other) {
    return new Incidents(blackoutsAfter, other, rebindAfterBytes, natTimeout);
  }

  Incidents withRebindAfter(List<Long> other) {
    return new Incidents(blackoutsAfter, rebindAt, other, natTimeout);
  }

  Incidents withNatTimeout(Duration other) {
    return new Incidents(blackoutsAfter, rebindAt, rebindAfterBytes, Optional.of(other));
  }
}
