package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.BlockRates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Neither a device nor all together get more blocks than is set; what waits is little. */
class BlockThrottleTest {
  private static final DeviceId ONE = new DeviceId("000000000000000000001234");
  private static final DeviceId OTHER = new DeviceId("00000000000000000000abcd");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void greedy_device_gets_its_rate_and_no_more() {
    BlockThrottle throttle = new BlockThrottle(new BlockRates(80, 0));

    assertThat(leave(throttle, ONE, Duration.ofSeconds(10))).isBetween(80 * 10, 80 * 10 + 50);
  }

  @Test
  void block_that_comes_early_leaves_later_in_its_order() {
    BlockThrottle throttle = new BlockThrottle(new BlockRates(80, 0));
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      waits.add(throttle.next(ONE, START).after());
    }

    assertThat(waits.subList(0, 10)).as("an eighth of a second at once").containsOnly(at(0));
    assertThat(waits.subList(10, 14)).containsExactly(at(12.5), at(25), at(37.5), at(50));
  }

  @Test
  void block_that_would_wait_for_too_long_is_refused_and_uses_nothing() {
    BlockThrottle throttle = new BlockThrottle(new BlockRates(8, 0));
    for (int i = 0; i < 5; i++) {
      assertThat(throttle.next(ONE, START).granted()).as("block %d", i).isTrue();
    }

    for (int i = 0; i < 100; i++) {
      assertThat(throttle.next(ONE, START)).isEqualTo(new BlockTurn(false, at(625)));
    }
    assertThat(throttle.next(ONE, START.plusMillis(625))).isEqualTo(BlockTurn.NOW);
  }

  @Test
  void one_device_at_its_limit_does_not_hold_up_another() {
    BlockThrottle throttle = new BlockThrottle(new BlockRates(8, 0));
    leave(throttle, ONE, Duration.ofSeconds(2));

    assertThat(throttle.next(OTHER, START.plusSeconds(2))).isEqualTo(BlockTurn.NOW);
  }

  @Test
  void all_together_get_what_is_set_for_all() {
    BlockThrottle throttle = new BlockThrottle(new BlockRates(0, 80));
    int left = 0;
    for (int i = 0; i < 10_000; i++) {
      DeviceId device = i % 2 == 0 ? ONE : OTHER;
      left += throttle.next(device, START.plusMillis(i)).granted() ? 1 : 0;
    }

    assertThat(left).isBetween(80 * 10, 80 * 10 + 50);
  }

  @Test
  void clock_that_goes_back_by_an_hour_stops_nobody_for_an_hour() {
    BlockThrottle throttle = new BlockThrottle(new BlockRates(80, 160));
    leave(throttle, ONE, Duration.ofSeconds(1));
    Instant before = START.minus(Duration.ofHours(1));

    assertThat(throttle.next(ONE, before)).isEqualTo(BlockTurn.NOW);
    assertThat(throttle.next(OTHER, before)).isEqualTo(BlockTurn.NOW);
  }

  @Test
  void clock_that_goes_back_a_little_gives_nobody_more_than_is_set() {
    BlockThrottle throttle = new BlockThrottle(new BlockRates(80, 0));
    leave(throttle, ONE, Duration.ofSeconds(10));

    assertThat(throttle.next(ONE, START.plusSeconds(9)).granted()).isFalse();
  }

  @Test
  void rate_of_zero_is_no_limit() {
    BlockThrottle throttle = new BlockThrottle(new BlockRates(0, 0));
    for (int i = 0; i < 100_000; i++) {
      assertThat(throttle.next(ONE, START)).isEqualTo(BlockTurn.NOW);
    }
  }

  /** How many are granted to one who asks each millisecond. */
  private static int leave(BlockThrottle throttle, DeviceId device, Duration time) {
    int granted = 0;
    for (long at = 0; at < time.toMillis(); at++) {
      granted += throttle.next(device, START.plusMillis(at)).granted() ? 1 : 0;
    }
    return granted;
  }

  private static Duration at(double millis) {
    return Duration.ofNanos((long) (millis * 1e6));
  }
}
