package io.firmament.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.Flags;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a device has missed a contact. */
class RhythmTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  @Test
  void device_that_comes_every_minute_is_missed_after_two_and_a_half() {
    assertThat(every(Duration.ofMinutes(1)).patience()).isEqualTo(Duration.ofSeconds(150));
  }

  @Test
  void device_that_comes_once_a_day_is_not_missed_after_one() {
    assertThat(every(Duration.ofHours(24)).patience()).isGreaterThan(Duration.ofHours(48));
  }

  @Test
  void device_that_talks_all_the_time_teaches_nothing_but_has_two_minutes_at_least() {
    assertThat(every(Duration.ofSeconds(29))).isEqualTo(Rhythm.UNKNOWN);
    assertThat(every(Duration.ofSeconds(30)).patience()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void longest_of_the_last_four_silences_counts() {
    Rhythm slow = Rhythm.UNKNOWN.after(Duration.ofHours(1));
    Rhythm quick = slow;
    for (int i = 0; i < 3; i++) {
      quick = quick.after(Duration.ofMinutes(2));
    }
    assertThat(quick.patience()).isEqualTo(slow.patience());
    assertThat(quick.after(Duration.ofMinutes(2)).patience()).isEqualTo(Duration.ofSeconds(270));
  }

  @Test
  void session_learns_from_wakes_and_from_answers_and_not_from_an_announced_sleep() {
    Session here = Session.begun("a", START, true, Flags.DEFAULT);
    Session woken = here.woken("a", START.plusSeconds(60), true);
    assertThat(woken.isMissed(START.plusSeconds(60 + 149))).isFalse();
    assertThat(woken.isMissed(START.plusSeconds(60 + 150))).isTrue();
    Session answered = woken.there(START.plusSeconds(60 + 150));
    assertThat(answered.rhythm().silences())
        .containsExactly(Duration.ofSeconds(60), Duration.ofSeconds(150));

    Session asleep = woken.left(Optional.of(START.plusSeconds(7200)));
    assertThat(asleep.woken("a", START.plusSeconds(7200), true).rhythm()).isEqualTo(woken.rhythm());
  }

  private static Rhythm every(Duration silence) {
    Rhythm rhythm = Rhythm.UNKNOWN;
    for (int i = 0; i < 5; i++) {
      rhythm = rhythm.after(silence);
    }
    return rhythm;
  }
}
