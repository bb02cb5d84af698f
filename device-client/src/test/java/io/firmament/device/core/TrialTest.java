package io.firmament.device.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.RefusalReason;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A trial ends after the time for which it ran, over boots, whatever the time of day. */
final class TrialTest {
  private static final Duration WITHIN = DeviceProfile.CONFIRM_WITHIN;
  private static final Duration NOTE = WITHIN.dividedBy(48);

  private MachineRig rig;

  @BeforeEach
  void two_is_on_trial() throws Exception {
    rig = new MachineRig();
    rig.tell(new UpdateEvent.Connect());
    rig.answerHello(new HelloAnswer.Update(rig.offer(1, 2, false)));
    rig.answerBlock(rig.take(Paths.MANIFEST), rig.manifest(2));
    rig.serve(MachineRig.image(2), Integer.MAX_VALUE);
    rig.pass(Duration.ofSeconds(1));
    rig.boot(BootReason.UPDATE);
    rig.tell(new UpdateEvent.SelfTested(true));
  }

  private boolean isOver() {
    return !rig.did(UpdateAction.Restart.class).isEmpty();
  }

  @Test
  void the_time_of_a_trial_counts_over_boots() throws Exception {
    rig.pass(WITHIN.dividedBy(2).plusSeconds(1));
    rig.boot(BootReason.POWER);
    rig.tell(new UpdateEvent.SelfTested(true));

    rig.pass(WITHIN.dividedBy(2).minus(NOTE));
    assertThat(isOver()).isFalse();
    rig.pass(NOTE);
    assertThat(isOver()).isTrue();
    assertThat(rig.store.lastOutcome().orElseThrow().reason())
        .contains(RefusalReason.NOT_CONFIRMED);
  }

  @Test
  void boots_that_come_before_every_note_are_counted_as_attempts() throws Exception {
    int boots = 1;
    while (rig.store.staged().isPresent() && boots < 100) {
      rig.pass(NOTE.minusSeconds(1));
      rig.boot(BootReason.POWER);
      boots++;
    }
    assertThat(boots).isLessThan(10);
    assertThat(rig.store.lastOutcome().orElseThrow().reason()).contains(RefusalReason.CRASHED);
  }

  @Test
  void a_trial_whose_time_was_over_when_the_power_went_ends_at_the_next_boot() throws Exception {
    rig.store.noteTrialTime(WITHIN.plusSeconds(1));
    rig.boot(BootReason.POWER);
    rig.pass(Duration.ofSeconds(1));

    assertThat(isOver()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z"})
  void a_clock_that_jumps_ends_no_trial_early_and_makes_none_longer(String time) throws Exception {
    rig.pass(WITHIN.dividedBy(4));
    rig.clock(false, Instant.parse(time));
    rig.pass(WITHIN.dividedBy(4));
    assertThat(isOver()).isFalse();
    rig.boot(BootReason.POWER);
    rig.pass(WITHIN.dividedBy(2).minus(NOTE));
    assertThat(isOver()).isFalse();

    rig.pass(NOTE.multipliedBy(2));
    assertThat(isOver()).isTrue();
  }

  @Test
  void a_note_that_cannot_be_kept_ends_nothing() throws Exception {
    rig.store.breakDown();
    rig.pass(NOTE.plusSeconds(1));

    assertThat(isOver()).isFalse();
    assertThat(rig.notices).anyMatch(Notice.StorageTrouble.class::isInstance);
  }

  @Test
  void the_time_of_one_trial_is_not_that_of_the_next() throws Exception {
    rig.pass(WITHIN.dividedBy(2));
    rig.connect();
    rig.boot(BootReason.POWER);
    rig.tell(new UpdateEvent.Connect());
    rig.answerHello(new HelloAnswer.Update(rig.offer(2, 3, false)));
    rig.answerBlock(rig.take(Paths.MANIFEST), rig.manifest(3));
    rig.serve(MachineRig.image(3), Integer.MAX_VALUE);
    rig.pass(Duration.ofSeconds(1));
    rig.boot(BootReason.UPDATE);

    assertThat(rig.store.trialTime()).isZero();
  }
}
