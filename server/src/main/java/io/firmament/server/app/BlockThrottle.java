package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.BlockRates;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Spreads blocks so that neither a device nor all together get more of them than is set. A block
 * that comes too early leaves later, which a device takes for a slower path and asks more slowly;
 * one that would wait for longer than {@link #LONGEST_WAIT} is refused, so that little waits here.
 * Thread-safe.
 */
final class BlockThrottle {
  /** Below the second after which a device that knows nothing of its path asks again. */
  static final Duration LONGEST_WAIT = Duration.ofMillis(500);

  /** What may leave at once, as a part of a second's blocks. */
  private static final int BURSTS_PER_SECOND = 8;

  private static final long SECOND_NANOS = 1_000_000_000L;

  private final Optional<Allowance<DeviceId>> each;
  private final Optional<Allowance<Boolean>> all;

  BlockThrottle(BlockRates rates) {
    this.each = allowance(rates.perDevice());
    this.all = allowance(rates.inAll());
  }

  private static <K> Optional<Allowance<K>> allowance(int perSecond) {
    return perSecond == 0
        ? Optional.empty()
        : Optional.of(
            new Allowance<>(
                Math.max(1, perSecond / BURSTS_PER_SECOND),
                Duration.ofNanos(SECOND_NANOS / perSecond)));
  }

  /** When the next block of a device may leave; its turn is used unless it is refused. */
  BlockTurn next(DeviceId device, Instant now) {
    Duration own = each.map(allowance -> allowance.waitFor(device, now)).orElse(Duration.ZERO);
    Duration shared = all.map(allowance -> allowance.waitFor(true, now)).orElse(Duration.ZERO);
    Duration wait = own.compareTo(shared) >= 0 ? own : shared;
    if (wait.compareTo(LONGEST_WAIT) > 0) {
      return new BlockTurn(false, wait);
    }
    each.ifPresent(allowance -> allowance.reserve(device, now));
    all.ifPresent(allowance -> allowance.reserve(true, now));
    return new BlockTurn(true, wait);
  }
}
