package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.Goodbye;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.ReportId;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices that sleep, and devices that a restart of the server finds where they were. */
class AbsenceTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final ServerFixture server = ServerFixture.ready();
  private final DeviceFixtures device = DeviceFixtures.fresh().running(1, ServerFixture.image(1));

  @BeforeEach
  void version_two_is_there() throws RefusedException {
    server.upload(2);
    server.workOff();
    server.handshake(device);
  }

  private Instant goodbye(Duration sleep) {
    Goodbye goodbye = new Goodbye(new ReportId(1, 1), Goodbye.Why.SLEEP, sleep.toSeconds());
    ServerFixture.now(server.devices().recordGoodbye().record(ServerFixture.ID, goodbye));
    return server.now.plus(sleep);
  }

  private boolean revived(Duration silent) {
    return server.devices().noteContact().revived(ServerFixture.ID, "a", server.now.minus(silent));
  }

  private String reason() {
    return server.view().decision().reason().map(Object::toString).orElse("none");
  }

  // ---- Sleep (DEV12, DEV14)

  @Test
  void nothing_is_sent_to_a_device_that_sleeps_and_it_says_when_it_is_expected() {
    Instant slept = server.now;
    Instant back = goodbye(Duration.ofHours(5));
    server.pass(Duration.ofHours(1));

    server.release(2, true);
    server.devices().pushOffers().push(ServerFixture.ID, Trigger.CHANGE);
    server.devices().lookAfterSessions().look();
    server.workOff();

    assertThat(server.link.offers).isEmpty();
    assertThat(server.link.asked).isZero();
    assertThat(server.view().state()).isEqualTo("OFFLINE(" + slept + ", " + back + ")");
  }

  @Test
  void a_device_that_wakes_after_hours_is_told_at_once_what_is_due_to_it() {
    goodbye(Duration.ofHours(5));
    server.release(2, false);
    server.pass(Duration.ofHours(5));

    Optional<Trigger> trigger = server.devices().noteContact().heard(ServerFixture.ID, "a");
    HelloAnswer answer = server.hello(ServerFixture.shortOf(device));

    assertThat(trigger).contains(Trigger.WAKE);
    assertThat(answer).isInstanceOf(HelloAnswer.Update.class);
    assertThat(server.view().attempt().orElseThrow().cause().trigger()).isEqualTo("wake");
    assertThat(server.view().session().orElseThrow().expectedBack()).isEmpty();
  }

  @Test
  void a_device_that_wakes_early_or_late_or_elsewhere_wakes_all_the_same() {
    goodbye(Duration.ofHours(5));
    server.pass(Duration.ofSeconds(1));
    assertThat(server.devices().noteContact().heard(ServerFixture.ID, "a")).contains(Trigger.WAKE);

    server.pass(Duration.ofDays(29));
    assertThat(server.devices().noteContact().heard(ServerFixture.ID, "a")).contains(Trigger.WAKE);

    server.pass(Duration.ofSeconds(1));
    assertThat(server.devices().noteContact().heard(ServerFixture.ID, "b")).contains(Trigger.WAKE);
  }

  @Test
  void a_device_that_does_not_come_back_in_time_is_still_awaited() {
    Instant back = goodbye(Duration.ofHours(5));
    server.pass(Duration.ofHours(50));

    assertThat(server.view().online()).isFalse();
    assertThat(server.view().session().orElseThrow().expectedBack()).contains(back);
  }

  // ---- A graceful restart

  @Test
  void a_device_whose_connection_outlived_a_restart_is_here_and_is_pushed_to() {
    server.pass(Duration.ofMinutes(5));
    server.restart();

    assertThat(revived(Duration.ofMinutes(5))).isTrue();
    server.release(2, true);
    server.workOff();

    assertThat(server.link.offers).hasSize(1);
    assertThat(server.view().session().orElseThrow().lastRecord())
        .as("the last contact is an honest one")
        .isEqualTo(server.now.minus(Duration.ofMinutes(5)));
  }

  @Test
  void a_restart_is_no_beginning_of_a_session_for_a_standard_release() {
    server.pass(MINUTE);
    server.release(2, false);
    server.pass(MINUTE);
    server.restart();

    revived(Duration.ofSeconds(10));
    server.devices().pushOffers().push(ServerFixture.ID, Trigger.CHANGE);
    server.workOff();

    assertThat(server.link.offers).isEmpty();
    assertThat(reason()).contains("NEXT_SESSION");
  }

  @Test
  void a_restart_within_a_conversation_is_no_wake() {
    server.restart();
    revived(Duration.ofSeconds(10));

    assertThat(server.devices().noteContact().heard(ServerFixture.ID, "a")).isEmpty();
  }

  @Test
  void a_restart_brings_nobody_back_who_was_silent_for_too_long() {
    server.restart();

    assertThat(revived(Duration.ofMinutes(31))).isFalse();
    assertThat(server.told()).doesNotContain("spark/status=offline");
  }

  @Test
  void a_restart_brings_nobody_back_who_is_not_approved() throws RefusedException {
    server.operators().denyDevice().deny(ServerFixture.ID, ServerFixture.ME);
    server.restart();

    assertThat(revived(Duration.ZERO)).isFalse();
  }

  @Test
  void a_device_that_was_heard_before_the_restart_is_told_of_stays_as_it_is() {
    server.restart();
    server.devices().noteContact().heard(ServerFixture.ID, "b");

    revived(MINUTE);

    assertThat(server.view().session().orElseThrow().endpoint()).isEqualTo("b");
  }

  @Test
  void a_device_that_said_goodbye_is_away_after_a_restart_too_unless_it_was_heard_since() {
    Instant back = goodbye(Duration.ofHours(1));
    server.release(2, true);
    server.restart();
    server.pass(Duration.ofMinutes(10));

    assertThat(revived(Duration.ofMinutes(10))).as("the goodbye was the last").isFalse();
    assertThat(reason()).contains(back.toString());
    assertThat(revived(Duration.ofMinutes(2))).as("it woke after it").isTrue();
  }

  @Test
  void a_device_that_only_disconnected_is_away_after_a_restart_too() {
    goodbye(Duration.ZERO);
    server.restart();
    server.pass(MINUTE);

    assertThat(revived(MINUTE)).isFalse();
  }
}
