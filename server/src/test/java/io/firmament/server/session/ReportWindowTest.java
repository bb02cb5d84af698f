package io.firmament.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.ReportId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportWindowTest {
  @Test
  void a_repetition_is_dropped_and_a_late_report_is_taken_once() {
    ReportWindow window = take(take(take(ReportWindow.NONE, 1, 1), 1, 3), 1, 2);
    assertThat(window.take(new ReportId(1, 2))).isEmpty();
    assertThat(window.take(new ReportId(1, 3))).isEmpty();
    assertThat(window.take(new ReportId(1, 4))).isPresent();
  }

  @Test
  void a_new_boot_counts_anew_and_an_old_one_is_over() {
    ReportWindow window = take(take(ReportWindow.NONE, 1, 9), 2, 1);
    assertThat(window.take(new ReportId(1, 10))).isEmpty();
    assertThat(window.take(new ReportId(2, 2))).isPresent();
  }

  @Test
  void what_is_too_old_to_tell_counts_as_a_repetition() {
    ReportWindow window = take(ReportWindow.NONE, 1, 100);
    assertThat(window.take(new ReportId(1, 37))).isPresent();
    assertThat(window.take(new ReportId(1, 36))).isEmpty();
  }

  @Test
  void over_random_orders_no_report_is_taken_twice_and_none_in_the_window_is_lost() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      ReportWindow window = ReportWindow.NONE;
      Set<Long> taken = new HashSet<>();
      for (int i = 0; i < 500; i++) {
        long number = 1 + random.nextInt(200);
        Optional<ReportWindow> next = window.take(new ReportId(1, number));
        boolean inWindow = number > window.highest() - Long.SIZE;
        assertThat(next.isPresent())
            .as("seed %d", seed)
            .isEqualTo(inWindow && !taken.contains(number));
        if (next.isPresent()) {
          taken.add(number);
          window = next.get();
        }
      }
    }
  }

  private static ReportWindow take(ReportWindow window, long boot, long number) {
    return window.take(new ReportId(boot, number)).orElseThrow();
  }
}
