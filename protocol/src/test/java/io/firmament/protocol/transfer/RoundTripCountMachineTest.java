package io.firmament.protocol.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripCountMachineTest {
  private static final Percentage RESOLUTION = Percentage.withPercentage(1);
  private final RoundTripCountMachine counts = new RoundTripCountMachine();

  @Test
  void before_the_first_there_is_neither_a_least_nor_a_median() {
    assertThat(counts.least()).isEmpty();
    assertThat(counts.median()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {64, 127, 128, 1_000, 131_071, 131_072, 1_600_000_000L, Long.MAX_VALUE / 2})
  void a_single_one_is_both(long nanos) {
    counts.add(nanos);

    assertThat(counts.least().orElseThrow().toNanos()).isCloseTo(nanos, RESOLUTION);
    assertThat(counts.median()).isEqualTo(counts.least());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 63})
  void what_no_clock_can_tell_counts_as_the_shortest(long nanos) {
    counts.add(nanos);

    assertThat(counts.median()).contains(Duration.ofNanos(64));
  }

  @Test
  void one_outlier_moves_the_least_and_not_the_median() {
    for (int i = 0; i < 10; i++) {
      counts.add(200_000_000);
    }
    counts.add(100_000_000);

    assertThat(counts.least().orElseThrow().toNanos()).isCloseTo(100_000_000L, RESOLUTION);
    assertThat(counts.median().orElseThrow().toNanos()).isCloseTo(200_000_000L, RESOLUTION);
  }

  @Test
  void of_an_even_number_the_lower_middle_is_taken() {
    counts.add(1_000_000);
    counts.add(2_000_000);

    assertThat(counts.median()).isEqualTo(counts.least());
  }

  @Test
  void agrees_with_sorting_them_all() {
    Random random = new Random(5);
    for (int size = 1; size < 300; size++) {
      RoundTripCountMachine many = new RoundTripCountMachine();
      long[] all = random.longs(size, 1_000, 1_000_000_000_000L).toArray();
      Arrays.stream(all).forEach(many::add);
      Arrays.sort(all);

      assertThat(many.least().orElseThrow().toNanos()).isCloseTo(all[0], RESOLUTION);
      assertThat(many.median().orElseThrow().toNanos()).isCloseTo(all[(size - 1) / 2], RESOLUTION);
    }
  }
}
