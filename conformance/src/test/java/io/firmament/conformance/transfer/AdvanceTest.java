package io.firmament.conformance.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AdvanceTest {
  private static final Offset<Double> EXACT = within(1e-9);

  private static Duration at(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  /** A transfer of 100 blocks that goes on evenly. */
  private static Advance even(long begin, long end) {
    Advance advance = new Advance();
    advance.take("{\"phase\":\"booted\"}", at(0));
    advance.take("{\"phase\":\"started\",\"blocks\":0,\"of\":100}", at(begin));
    long half = (begin + end) / 2;
    advance.take("{\"phase\":\"transferring\",\"blocks\":50,\"of\":100}", at(half));
    advance.take("{\"phase\":\"verifying\"}", at(end));
    return advance;
  }

  @Test
  void begins_when_it_is_started_and_ends_when_it_is_verified() {
    assertThat(even(10, 30).begin()).contains(at(10));
    assertThat(even(10, 30).end()).contains(at(30));
    assertThat(new Advance().begin()).isEmpty();
    assertThat(new Advance().end()).isEmpty();
  }

  @Test
  void blocks_come_evenly_between_two_lines() {
    Advance advance = even(10, 30);

    assertThat(advance.blocksAt(at(9))).isZero();
    assertThat(advance.blocksAt(at(15))).isCloseTo(25, EXACT);
    assertThat(advance.blocksAt(at(20))).isCloseTo(50, EXACT);
    assertThat(advance.blocksAt(at(26))).isCloseTo(80, EXACT);
    assertThat(advance.blocksAt(at(99))).isCloseTo(100, EXACT);
  }

  @Test
  void who_is_as_fast_gets_the_same_whenever_he_began() {
    assertThat(Advance.largerPercent(even(10, 30), even(10, 30))).isCloseTo(50, EXACT);
    assertThat(Advance.largerPercent(even(10, 30), even(20, 40))).isCloseTo(50, EXACT);
  }

  @Test
  void only_the_time_counts_in_which_both_go_on() {
    // From 20 to 30: the one gets 50 blocks, the other 25.
    assertThat(Advance.largerPercent(even(10, 30), even(20, 60))).isCloseTo(200 / 3.0, EXACT);
    assertThat(Advance.largerPercent(even(20, 60), even(10, 30))).isCloseTo(200 / 3.0, EXACT);
  }

  @Test
  void who_never_met_cannot_be_compared() {
    assertThatThrownBy(() -> Advance.largerPercent(even(10, 20), even(20, 30)))
        .isInstanceOf(IllegalStateException.class);
  }
}
