package io.firmament.conformance.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {
  @Test
  void of_five_the_third_counts_whatever_their_order() {
    assertThat(Median.of(List.of(90.0, 10.0, 93.0, 92.0, 91.0))).isEqualTo(91);
  }

  @Test
  void of_an_even_number_the_two_in_the_middle_count() {
    assertThat(Median.of(List.of(1.0, 100.0, 3.0, 2.0))).isEqualTo(2.5);
  }

  @Test
  void one_is_its_own_median_and_none_has_none() {
    assertThat(Median.of(List.of(7.0))).isEqualTo(7);
    assertThatThrownBy(() -> Median.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
