package io.firmament.protocol.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What a transfer leaves to the next one on the same link. */
class TransferSettingsTest {
  private static final int BLOCK = 1024;
  private final TransferSettings settings = TransferSettings.ofWindow(16);

  @Test
  void path_below_50_kbit_a_second_is_asked_for_less_at_first() {
    assertThat(settings.after(transfer(OptionalDouble.of(6.1)), BLOCK).firstWindow()).isEqualTo(4);
    assertThat(settings.after(transfer(OptionalDouble.of(6.2)), BLOCK).firstWindow()).isEqualTo(10);
  }

  @Test
  void path_that_became_faster_is_asked_for_more_again() {
    TransferSettings slow = settings.after(transfer(OptionalDouble.of(2)), BLOCK);
    assertThat(slow.after(transfer(OptionalDouble.of(100)), BLOCK).firstWindow()).isEqualTo(10);
  }

  @Test
  void transfer_without_an_answer_does_not_make_a_slow_path_a_quick_one() {
    TransferSettings slow = settings.after(transfer(OptionalDouble.of(2)), BLOCK);
    assertThat(slow.after(transfer(OptionalDouble.empty()), BLOCK)).isEqualTo(slow);
  }

  private static TransferStatistics transfer(OptionalDouble blocksPerSecond) {
    Optional<Duration> unknown = Optional.empty();
    return new TransferStatistics(
        0, 0, 0, 0, 0, 0, unknown, unknown, unknown, unknown, unknown, blocksPerSecond);
  }
}
