package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.Status;
import io.firmament.server.device.TransferLimits;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One device at a time, of three: a turn is for those who move. */
class TurnsTest {
  private FleetFixture fleet;

  @BeforeEach
  void isReleasedToThree() throws RefusedException {
    fleet = FleetFixture.of(3, 2);
    fleet
        .releases()
        .limitProduct()
        .limit(FleetFixture.PRODUCT, new TransferLimits(1, 0), ServerFixture.ME);
    fleet.release(2, true);
  }

  /** All stay here for so long; the first one that was offered something may fetch meanwhile. */
  private void live(Duration time, Runnable meanwhile) {
    for (int second = 0; second < time.toSeconds(); second += 5) {
      fleet.server.pass(Duration.ofSeconds(5));
      for (int number = 1; number <= 3; number++) {
        fleet.server.devices().noteContact().heard(FleetFixture.id(number), "a" + number);
      }
      meanwhile.run();
      fleet.look();
    }
  }

  private boolean isOffered(int number) {
    return fleet.view(number).attempt().isPresent();
  }

  private long offered() {
    return IntStream.rangeClosed(1, 3).filter(this::isOffered).count();
  }

  @Test
  void one_that_took_the_offer_and_never_begins_keeps_nobody_waiting_for_ever() {
    assertThat(offered()).isEqualTo(1);
    live(Duration.ofSeconds(295), () -> {});
    assertThat(offered()).isEqualTo(1);
    live(Duration.ofSeconds(10), () -> {});
    assertThat(offered()).isEqualTo(2);
    live(Duration.ofMinutes(6), () -> {});
    assertThat(offered()).isEqualTo(3);
  }

  @Test
  void one_that_lost_its_turn_stands_in_the_queue_again() {
    int first = IntStream.rangeClosed(1, 3).filter(this::isOffered).findFirst().orElseThrow();
    live(Duration.ofMinutes(6), () -> {});
    assertThat(fleet.state(first)).startsWith("RATE_LIMITED");
    int before = fleet.server.link.offers.size();
    live(Duration.ofMinutes(20), () -> {});
    assertThat(fleet.server.link.offers.size())
        .as("one turn after the other, for ever")
        .isGreaterThan(before + 3);
  }

  @Test
  void one_that_moves_keeps_its_turn_as_long_as_it_takes() {
    int first = IntStream.rangeClosed(1, 3).filter(this::isOffered).findFirst().orElseThrow();
    fleet.status(first, Status.Phase.STARTED, 1);
    long[] blocks = new long[1];
    live(Duration.ofMinutes(30), () -> fleet.fetch(first, ++blocks[0] % 100));
    assertThat(offered()).isEqualTo(1);
    live(Duration.ofMinutes(6), () -> {});
    assertThat(offered()).as("it stalled").isEqualTo(2);
  }
}
