package io.firmament.conformance.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.firmament.conformance.transfer.Relay.RelayTraffic;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DarkPairTest {
  private static Transferred of(int seconds, int roundTripMillis) {
    return new Transferred(
        256 << 10,
        Duration.ofSeconds(seconds),
        new RelayTraffic(0, 0),
        0,
        Duration.ofMillis(100),
        Duration.ofMillis(roundTripMillis));
  }

  private static DarkPair pair(Transferred clear, Transferred dark) {
    return new DarkPair(1, Duration.ofSeconds(60), clear, dark);
  }

  @Test
  void what_the_darkness_itself_takes_is_not_counted() {
    assertThat(pair(of(8, 200), of(68, 200)).secondsMore()).isZero();
    assertThat(pair(of(8, 200), of(71, 200)).secondsMore()).isCloseTo(3, within(1e-9));
  }

  @Test
  void a_window_is_what_is_in_flight_and_the_interval_of_the_journal() {
    // 256 blocks in 8 s are 32 a second; a round trip of 200 ms holds 6.4 of them.
    assertThat(pair(of(8, 200), of(68, 900)).window()).isEqualTo(7 + 16);
    assertThat(pair(of(8, 1_000), of(68, 900)).window()).isEqualTo(32 + 16);
  }
}
