package io.firmament.server.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.Flags;
import io.firmament.server.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContactRuleTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Session HERE = Session.begun("a", START, true, Flags.DEFAULT);

  @Test
  void the_first_record_after_a_start_of_the_server_is_a_wake() {
    assertThat(ContactRule.isWake(Optional.empty(), "a", START)).isTrue();
  }

  @Test
  void thirty_seconds_of_silence_make_a_wake_and_a_millisecond_less_does_not() {
    Instant due = START.plusSeconds(30);
    assertThat(ContactRule.isWake(Optional.of(HERE), "a", due)).isTrue();
    assertThat(ContactRule.isWake(Optional.of(HERE), "a", due.minusMillis(1))).isFalse();
  }

  @Test
  void a_new_address_is_a_wake_at_any_time() {
    assertThat(ContactRule.isWake(Optional.of(HERE), "b", START)).isTrue();
  }

  @Test
  void the_first_record_after_a_goodbye_is_a_wake() {
    assertThat(ContactRule.isWake(Optional.of(HERE.left(Optional.empty())), "a", START)).isTrue();
  }

  @Test
  void a_silent_device_is_asked_after_ten_seconds_or_four_round_trips() {
    Session silent = Session.begun("a", START, false, Flags.DEFAULT);
    assertThat(ContactRule.askAt(silent)).contains(START.plusSeconds(10));
    assertThat(ContactRule.askAt(silent.withRoundTrip(Duration.ofSeconds(2))))
        .contains(START.plusSeconds(10));
    assertThat(ContactRule.askAt(silent.withRoundTrip(Duration.ofSeconds(3))))
        .contains(START.plusSeconds(12));
  }

  @Test
  void a_device_that_greeted_or_went_is_not_asked() {
    assertThat(ContactRule.askAt(HERE)).isEmpty();
    Session silent = Session.begun("a", START, false, Flags.DEFAULT);
    assertThat(ContactRule.askAt(silent.left(Optional.empty()))).isEmpty();
  }

  @Test
  void a_sleepy_device_is_away_after_thirty_seconds_and_another_one_when_it_answers_no_question() {
    Session sleepy = Session.begun("a", START, true, Flags.DEFAULT.with(Flags.SLEEPY, true));
    assertThat(sleepy.isOnline(START.plusSeconds(29))).isTrue();
    assertThat(sleepy.isOnline(START.plusSeconds(30))).isFalse();
    assertThat(HERE.isMissed(START.plusSeconds(1799))).isFalse();
    assertThat(HERE.isMissed(START.plusSeconds(1800))).as("it is asked").isTrue();
    assertThat(HERE.isOnline(START.plusSeconds(9000))).as("silence alone").isTrue();
    Session asked = HERE.asked(START.plusSeconds(1800));
    assertThat(asked.isOnline(START.plusSeconds(1829))).isTrue();
    assertThat(asked.isOnline(START.plusSeconds(1830))).as("no answer").isFalse();
  }
}
