package io.firmament.conformance.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopAndWaitTest {
  @Test
  void keeps_what_it_gets_beside_of_what_it_got_alone() {
    assertThat(new StopAndWait(8, 6).keptPercent()).isCloseTo(75, within(1e-9));
  }

  @Test
  void of_several_the_speeds_are_averaged_and_not_what_is_kept() {
    StopAndWait mean = StopAndWait.mean(List.of(new StopAndWait(8, 4), new StopAndWait(2, 2)));

    assertThat(mean).isEqualTo(new StopAndWait(5, 3));
    assertThat(mean.keptPercent()).isCloseTo(60, within(1e-9));
  }
}
