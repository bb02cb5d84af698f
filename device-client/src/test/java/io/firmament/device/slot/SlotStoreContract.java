package io.firmament.device.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.firmament.device.core.BootDecision;
import io.firmament.device.core.BootRecord;
import io.firmament.device.core.CommandAnswer;
import io.firmament.device.core.KeptRoot;
import io.firmament.device.core.SlotStore;
import io.firmament.device.core.UpdateRefusedException;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.ModuleName;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every storage does, so that what is tested on one in memory holds on a disk. */
public abstract class SlotStoreContract {
  private static final Firmware ONE = Firmware.of(1, 3_000);
  private static final Firmware TWO = Firmware.of(2, 40_500);
  private static final int BLOCK_BYTES = 1_024;

  private SlotStore store;

  /** The power goes and comes back: the storage before the boot, without what was not forced. */
  protected abstract SlotStore afterPowerCut();

  @BeforeEach
  void run_version_one() throws Exception {
    store = afterPowerCut();
    assertThat(store.isEmpty()).isTrue();
    store.fillFactory(ONE.image(), ONE.stream());
    store.boot(BootReason.POWER, image -> true);
  }

  private BootRecord reboot() {
    store = afterPowerCut();
    return store.boot(BootReason.POWER, image -> true);
  }

  private void receive(int octets) throws Exception {
    for (int at = 0; at < octets; at += BLOCK_BYTES) {
      int end = Math.min(at + BLOCK_BYTES, octets);
      store.write(at, Arrays.copyOfRange(TWO.octets(), at, end));
    }
  }

  private void stage() throws Exception {
    store.beginUpdate(TWO.order(7));
    receive(TWO.octets().length);
    assertThat(store.stage(Firmware.IDENTITY, Firmware.ISSUED).isStaged()).isTrue();
  }

  private void assertOneRuns(BootRecord boot) throws Exception {
    assertThat(boot.running()).contains(ONE.image());
    assertThat(boot.trial()).isFalse();
    assertThat(store.openRunning().readAllBytes()).isEqualTo(ONE.octets());
  }

  private void assertOutcome(UpdateOutcome.Result result, RefusalReason reason) {
    UpdateOutcome outcome = store.lastOutcome().orElseThrow();
    assertThat(outcome.result()).isEqualTo(result);
    assertThat(outcome.reason()).contains(reason);
    assertThat(outcome.commandId()).isEqualTo(7);
    assertThat(outcome.image()).isEqualTo(TWO.digest());
  }

  @Test
  void an_update_is_tried_confirmed_and_stays() throws Exception {
    stage();
    assertThat(store.kept()).isEmpty();
    BootRecord trial = reboot();
    assertThat(trial.decision()).isEqualTo(BootDecision.TRIAL);
    assertThat(trial.running()).contains(TWO.image());
    assertThat(store.openRunning().readAllBytes()).isEqualTo(TWO.octets());
    store.confirm();
    BootRecord after = reboot();
    assertThat(after.trial()).isFalse();
    assertThat(after.running()).contains(TWO.image());
    assertThat(after.bootCount()).isEqualTo(trial.bootCount() + 1);
    assertThat(store.confirmed()).containsEntry(ModuleName.APPLICATION, TWO.image());
    assertThat(store.floors().of(ModuleName.APPLICATION)).isEqualTo(2);
    assertThat(store.lastOutcome().orElseThrow().result()).isEqualTo(UpdateOutcome.Result.UPDATED);
  }

  @Test
  void an_image_that_is_never_confirmed_is_left_after_its_attempts() throws Exception {
    stage();
    for (int attempts = store.staged().orElseThrow().attemptsLeft(); attempts > 0; attempts--) {
      assertThat(reboot().trial()).isTrue();
    }
    BootRecord boot = reboot();
    assertThat(boot.decision()).isEqualTo(BootDecision.ROLL_BACK);
    assertThat(boot.reason()).isEqualTo(BootReason.ROLLBACK);
    assertOneRuns(boot);
    assertOutcome(UpdateOutcome.Result.ROLLED_BACK, RefusalReason.CRASHED);
    assertOneRuns(reboot());
  }

  @Test
  void the_time_of_a_trial_survives_a_boot_and_is_no_other_trials() throws Exception {
    assertThatThrownBy(() -> store.trialTime()).isInstanceOf(IllegalStateException.class);
    stage();
    reboot();
    assertThat(store.trialTime()).isZero();
    store.noteTrialTime(Duration.ofHours(3));
    store.noteTrialTime(Duration.ofHours(4));
    reboot();
    assertThat(store.trialTime()).isEqualTo(Duration.ofHours(4));
  }

  @Test
  void an_image_that_is_given_up_is_left_with_the_next_boot() throws Exception {
    stage();
    reboot();
    store.rollBack(RefusalReason.SELF_TEST);
    BootRecord boot = reboot();
    assertOneRuns(boot);
    assertThat(boot.reason()).isEqualTo(BootReason.ROLLBACK);
    assertThat(store.staged()).isEmpty();
    assertOutcome(UpdateOutcome.Result.ROLLED_BACK, RefusalReason.SELF_TEST);
  }

  @Test
  void a_power_cut_costs_less_than_a_checkpoint() throws Exception {
    store.beginUpdate(TWO.order(7));
    receive(20 * BLOCK_BYTES);
    assertThat(store.kept().orElseThrow().receivedBytes()).isEqualTo(20 * BLOCK_BYTES);
    reboot();
    long kept = store.kept().orElseThrow().receivedBytes();
    int most = SlotStore.checkpointBytes(TWO.octets().length);
    assertThat(kept).isBetween(20L * BLOCK_BYTES - most, 20L * BLOCK_BYTES);
    assertThat(store.missing()).containsExactly(new ByteRange(kept, TWO.octets().length - kept));
  }

  @Test
  void what_was_forced_survives_a_power_cut() throws Exception {
    store.beginUpdate(TWO.order(7));
    receive(BLOCK_BYTES);
    store.checkpoint();
    reboot();
    assertThat(store.kept().orElseThrow().receivedBytes()).isEqualTo(BLOCK_BYTES);
    assertThat(store.kept().orElseThrow().order()).isEqualTo(TWO.order(7));
  }

  @Test
  void octets_are_kept_under_another_command() throws Exception {
    store.beginUpdate(TWO.order(7));
    receive(10 * BLOCK_BYTES);
    store.beginUpdate(TWO.order(8));
    assertThat(store.kept().orElseThrow().receivedBytes()).isEqualTo(10 * BLOCK_BYTES);
    assertThat(store.kept().orElseThrow().order().commandId()).isEqualTo(8);
  }

  @Test
  void octets_of_another_image_are_dropped() throws Exception {
    store.beginUpdate(TWO.order(7));
    receive(10 * BLOCK_BYTES);
    store.beginUpdate(Firmware.of(3, 20_000).order(8));
    assertThat(store.kept().orElseThrow().receivedBytes()).isZero();
    assertThat(store.missing()).containsExactly(new ByteRange(0, 20_000));
  }

  @Test
  void octets_that_are_not_the_promised_ones_are_refused_and_dropped() throws Exception {
    store.beginUpdate(TWO.order(7));
    byte[] wrong = TWO.octets().clone();
    wrong[40_000] ^= 1;
    store.write(0, wrong);
    assertThat(store.stage(Firmware.IDENTITY, Firmware.ISSUED).failure())
        .contains(RefusalReason.ENCODED_DIGEST);
    assertThat(store.kept()).isEmpty();
    assertThat(store.staged()).isEmpty();
    assertOutcome(UpdateOutcome.Result.FAILED, RefusalReason.ENCODED_DIGEST);
    assertOneRuns(reboot());
  }

  @Test
  void a_decoder_that_makes_something_else_is_refused() throws Exception {
    store.beginUpdate(TWO.order(7));
    receive(TWO.octets().length);
    byte[] other = Firmware.of(9, TWO.octets().length).octets();
    assertThat(
            store
                .stage(
                    (coding, encoded, size) -> new java.io.ByteArrayInputStream(other),
                    Firmware.ISSUED)
                .failure())
        .contains(RefusalReason.IMAGE_DIGEST);
    assertOneRuns(reboot());
  }

  @Test
  void what_is_given_up_is_gone_for_good() throws Exception {
    store.beginUpdate(TWO.order(7));
    receive(10 * BLOCK_BYTES);
    store.checkpoint();
    store.giveUp(RefusalReason.CANCELLED);
    reboot();
    assertThat(store.kept()).isEmpty();
    assertOutcome(UpdateOutcome.Result.FAILED, RefusalReason.CANCELLED);
  }

  @Test
  void no_boot_tries_what_was_unstaged() throws Exception {
    stage();
    store.unstage(RefusalReason.CANCELLED);
    assertThat(store.staged()).isEmpty();
    assertOneRuns(reboot());
    assertOutcome(UpdateOutcome.Result.FAILED, RefusalReason.CANCELLED);
  }

  @Test
  void nothing_begins_while_an_image_is_on_trial() throws Exception {
    stage();
    reboot();
    UpdateRefusedException refused =
        catchThrowableOfType(
            UpdateRefusedException.class, () -> store.beginUpdate(Firmware.of(3, 20_000).order(8)));
    assertThat(refused.reason()).isEqualTo(UpdateRefusedException.Cause.NO_FREE_SLOT);
    assertThat(store.staged()).isPresent();
  }

  @Test
  void an_announced_reset_is_the_next_boots_reason_and_no_others() throws Exception {
    store.announceReset(BootReason.UPDATE, false);
    assertThat(reboot().reason()).isEqualTo(BootReason.UPDATE);
    assertThat(reboot().reason()).isEqualTo(BootReason.POWER);
  }

  @Test
  void a_commands_answer_survives_and_no_older_command_follows() throws Exception {
    CommandAnswer answer = new CommandAnswer(5, new byte[] {0x44});
    store.journalCommand(answer);
    reboot();
    assertThat(store.lastCommand()).contains(answer);
    assertThatIllegalArgumentException().isThrownBy(() -> store.journalCommand(answer));
  }

  @Test
  void a_root_document_survives_and_none_before_it_follows() throws Exception {
    assertThat(store.root()).isEmpty();
    store.keepRoot(new KeptRoot(2, new byte[] {2}));
    store.keepRoot(new KeptRoot(3, new byte[] {3}));
    reboot();
    assertThat(store.root().orElseThrow().number()).isEqualTo(3);
    assertThat(store.root().get().signed()).containsExactly(3);
    for (long number : new long[] {1, 2, 3}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.keepRoot(new KeptRoot(number, new byte[] {9})));
    }
    store.keepRoot(new KeptRoot(5, new byte[] {5}));
    reboot();
    assertThat(store.root().orElseThrow().number()).isEqualTo(5);
  }

  @Test
  void reports_are_numbered_from_one_in_every_boot() {
    assertThat(store.nextReportNumber()).isEqualTo(1);
    assertThat(store.nextReportNumber()).isEqualTo(2);
    reboot();
    assertThat(store.nextReportNumber()).isEqualTo(1);
  }

  @Test
  void a_call_out_of_order_is_the_callers_fault() throws Exception {
    assertThatIllegalStateException().isThrownBy(() -> store.boot(BootReason.POWER, i -> true));
    assertThatIllegalStateException().isThrownBy(store::missing);
    assertThatIllegalStateException().isThrownBy(store::confirm);
    assertThatIllegalStateException().isThrownBy(() -> store.rollBack(RefusalReason.SELF_TEST));
    store.beginUpdate(TWO.order(7));
    assertThatIllegalStateException()
        .isThrownBy(() -> store.stage(Firmware.IDENTITY, Firmware.ISSUED));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.write(TWO.octets().length - 1, new byte[2]));
  }
}
