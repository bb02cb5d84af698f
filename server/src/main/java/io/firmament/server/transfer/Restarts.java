package io.firmament.server.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How often a device began the same update anew after a boot, without having got on in between:
 * what the loop guard looks at (feature SM10). A link that breaks is no restart, and whoever gets
 * on begins to count anew.
 *
 * @param boot the boot in which it began last; empty before it has
 * @param blocks how many blocks it had then
 * @param at when it began anew without more than that, oldest first, at most {@link #LOOP} times
 */
public record Restarts(Optional<Long> boot, long blocks, List<Instant> at) {
  /** None yet. */
  public static final Restarts NONE = new Restarts(Optional.empty(), 0, List.of());

  /** So many restarts are a loop. */
  public static final int LOOP = 3;

  /** Within this time. */
  public static final Duration WITHIN = Duration.ofMinutes(10);

  /** Keeps a copy. */
  public Restarts {
    at = List.copyOf(at);
  }

  /**
   * After the device began, or began again.
   *
   * @param inBoot the boot in which it says so
   * @param there how many blocks it is known to have
   */
  public Restarts begun(long inBoot, long there, Instant now) {
    if (boot.isEmpty()) {
      return new Restarts(Optional.of(inBoot), there, List.of());
    }
    if (boot.get() == inBoot) {
      return this;
    }
    if (there > blocks) {
      return new Restarts(Optional.of(inBoot), there, List.of());
    }
    List<Instant> recent = new ArrayList<>();
    at.stream().filter(t -> t.plus(WITHIN).isAfter(now)).forEach(recent::add);
    recent.add(now);
    return new Restarts(Optional.of(inBoot), blocks, recent);
  }

  /** Whether this goes nowhere. */
  public boolean isLoop() {
    return at.size() >= LOOP;
  }
}
