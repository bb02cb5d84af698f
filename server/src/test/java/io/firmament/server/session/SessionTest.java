package io.firmament.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.Flags;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who counts as here, and what makes that end. */
class SessionTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private final Session here = Session.begun("a", START, true, Flags.DEFAULT);

  @Test
  void silence_alone_puts_nobody_offline() {
    assertThat(here.isMissed(at(1800))).isTrue();
    assertThat(here.isOnline(at(100_000))).isTrue();
  }

  @Test
  void who_is_asked_has_its_time_from_the_asking() {
    Session asked = here.asked(at(5000)).asked(at(5010));

    assertThat(asked.isOnline(at(5029))).isTrue();
    assertThat(asked.isOnline(at(5030))).isFalse();
    assertThat(asked.heard(at(5001)).isOnline(at(5030))).isTrue();
    assertThat(asked.answered(at(5001)).isOnline(at(5030))).isTrue();
    assertThat(asked.there(at(5001)).isOnline(at(5030))).isTrue();
    assertThat(asked.triggered("b", at(5001), false).isOnline(at(5030))).isTrue();
  }

  @Test
  void sleepy_device_is_asleep_without_being_asked() {
    Session sleepy = Session.begun("a", START, true, Flags.DEFAULT.with(Flags.SLEEPY, true));

    assertThat(sleepy.isOnline(at(29))).isTrue();
    assertThat(sleepy.isOnline(at(30))).isFalse();
    assertThat(sleepy.isMissed(at(5000))).isFalse();
  }

  @Test
  void only_a_wake_of_a_device_at_ease_teaches() {
    Session waiting = Session.begun("a", START, false, Flags.DEFAULT);

    assertThat(here.triggered("a", at(47), false).rhythm()).isEqualTo(Rhythm.UNKNOWN);
    assertThat(waiting.woken("a", at(47), false).rhythm()).isEqualTo(Rhythm.UNKNOWN);
    assertThat(here.woken("a", at(47), true).rhythm().silences())
        .containsExactly(Duration.ofSeconds(47));
  }

  @Test
  void answer_to_a_push_is_a_sign_of_life_and_no_habit() {
    Session answered = here.answered(at(1000));

    assertThat(answered.isMissed(at(2799))).isFalse();
    assertThat(answered.lastRecord()).isEqualTo(START);
    assertThat(answered.lastHeard()).isEqualTo(at(1000));
    assertThat(answered.isHeardSince(at(999))).isTrue();
    assertThat(answered.hasComeSince(at(999))).isFalse();
    assertThat(answered.woken("a", at(1100), true).rhythm().silences())
        .containsExactly(Duration.ofSeconds(1100));
  }

  @Test
  void hello_brings_back_who_was_put_away() {
    Session back = here.left(Optional.of(at(900))).heard(at(10)).greeted(Flags.DEFAULT, at(10));

    assertThat(back.isOnline(at(10))).isTrue();
    assertThat(back.expectedBack()).isEmpty();
  }

  private static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }
}
