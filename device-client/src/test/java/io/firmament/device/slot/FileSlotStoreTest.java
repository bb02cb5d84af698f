package io.firmament.device.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.device.core.BootDecision;
import io.firmament.device.core.BootRecord;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.UpdateOutcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What dropping a staged image does, and when it does nothing. */
final class FileSlotStoreTest {
  private static final Firmware ONE = Firmware.of(1, 3_000);
  private static final Firmware TWO = Firmware.of(2, 20_000);
  private static final Firmware THREE = Firmware.of(3, 10_000);

  private final ForgetfulFiles files = new ForgetfulFiles();
  private FileSlotStore store;
  private BootRecord boot;

  @BeforeEach
  void begin() throws Exception {
    store = new FileSlotStore(files, SlotOptions.DEFAULT);
    store.fillFactory(ONE.image(), ONE.stream());
    boot = store.boot(BootReason.POWER, image -> true);
  }

  @Test
  void an_unstaged_image_is_tried_by_no_boot_and_its_end_is_recorded() throws Exception {
    stage(TWO);
    store.unstage(RefusalReason.CANCELLED);
    assertThat(store.staged()).isEmpty();
    reboot();
    assertThat(boot.decision()).isEqualTo(BootDecision.RUN_ACTIVE);
    assertThat(boot.running()).contains(ONE.image());
    UpdateOutcome outcome = store.lastOutcome().orElseThrow();
    assertThat(outcome.result()).isEqualTo(UpdateOutcome.Result.FAILED);
    assertThat(outcome.reason()).contains(RefusalReason.CANCELLED);
    assertThat(outcome.image()).isEqualTo(TWO.digest());
  }

  @Test
  void the_slot_of_an_unstaged_image_takes_the_next_one() throws Exception {
    stage(TWO);
    store.unstage(RefusalReason.CANCELLED);
    stage(THREE);
    reboot();
    assertThat(boot.trial()).isTrue();
    assertThat(boot.running()).contains(THREE.image());
  }

  @Test
  void the_same_image_can_be_staged_again_after_it_was_unstaged() throws Exception {
    stage(TWO);
    store.unstage(RefusalReason.CANCELLED);
    stage(TWO);
    reboot();
    assertThat(boot.running()).contains(TWO.image());
  }

  @Test
  void an_image_on_trial_is_not_unstaged() throws Exception {
    stage(TWO);
    reboot();
    store.unstage(RefusalReason.CANCELLED);
    store.confirm();
    reboot();
    assertThat(boot.running()).contains(TWO.image());
    assertThat(store.lastOutcome().orElseThrow().result()).isEqualTo(UpdateOutcome.Result.UPDATED);
  }

  @Test
  void with_nothing_staged_nothing_is_written() throws Exception {
    long before = files.operations();
    store.unstage(RefusalReason.CANCELLED);
    assertThat(files.operations()).isEqualTo(before);
    assertThat(store.lastOutcome()).isEmpty();
  }

  private void stage(Firmware firmware) throws Exception {
    store.beginUpdate(firmware.order(firmware.version()));
    store.write(0, firmware.octets());
    assertThat(store.stage(Firmware.IDENTITY, Firmware.ISSUED).isStaged()).isTrue();
  }

  private void reboot() {
    store.close();
    store = new FileSlotStore(files, SlotOptions.DEFAULT);
    boot = store.boot(BootReason.POWER, image -> true);
  }
}
