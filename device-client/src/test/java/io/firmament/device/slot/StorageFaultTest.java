package io.firmament.device.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.firmament.device.core.BootDecision;
import io.firmament.device.core.BootRecord;
import io.firmament.device.core.StorageFailedException;
import io.firmament.device.core.StorageFailedException.Trouble;
import io.firmament.device.core.UpdateRefusedException;
import io.firmament.device.slot.ModelDevice.Behaviour;
import io.firmament.device.slot.ModelDevice.End;
import io.firmament.device.slot.ModelDevice.Scenario;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.RefusalReason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XFR3: storage that fails says so, with a hint, and the firmware that runs goes on running. */
class StorageFaultTest {
  private static final Firmware ONE = Firmware.of(1, 3_000);
  private static final Firmware TWO = Firmware.of(2, 20_000);
  private static final Scenario FACTORY = new Scenario(ONE, ONE, Behaviour.WORKS);
  private static final Scenario UPDATE = new Scenario(ONE, TWO, Behaviour.WORKS);

  /** What a file system says, and what the device makes of it. */
  private enum Fault {
    DISK_FULL(Trouble.FULL, () -> new IOException("No space left on device")),
    READ_ONLY(Trouble.READ_ONLY, () -> new AccessDeniedException("state.tmp")),
    READ_ONLY_MOUNT(Trouble.READ_ONLY, () -> new IOException("Read-only file system")),
    DYING(Trouble.FAILED, () -> new IOException("Input/output error"));

    private final Trouble trouble;
    private final Supplier<IOException> failure;

    Fault(Trouble trouble, Supplier<IOException> failure) {
      this.trouble = trouble;
      this.failure = failure;
    }
  }

  /** A way to damage a file. */
  private enum Damage {
    FLIPPED {
      @Override
      byte[] of(byte[] sound, int at) {
        byte[] octets = sound.clone();
        octets[at] ^= 0x10;
        return octets;
      }
    },
    CUT_SHORT {
      @Override
      byte[] of(byte[] sound, int at) {
        return Arrays.copyOf(sound, at);
      }
    },
    ZEROED_FROM {
      @Override
      byte[] of(byte[] sound, int at) {
        return Arrays.copyOf(Arrays.copyOf(sound, at), sound.length);
      }
    };

    abstract byte[] of(byte[] sound, int at);
  }

  private static ForgetfulFiles fresh() {
    return after(new ForgetfulFiles(), FACTORY);
  }

  private static ForgetfulFiles after(ForgetfulFiles files, Scenario scenario) {
    assertThat(new ModelDevice(files, scenario).run().end()).isEqualTo(End.CONVERGED);
    return files.copy();
  }

  private static ForgetfulFiles halfway() throws Exception {
    ForgetfulFiles files = fresh();
    try (FileSlotStore store = booted(files)) {
      store.beginUpdate(TWO.order(2));
      store.write(0, Arrays.copyOf(TWO.octets(), 10_240));
      store.checkpoint();
    }
    return files.copy();
  }

  private static FileSlotStore booted(SlotFiles files) {
    FileSlotStore store = new FileSlotStore(files, SlotOptions.DEFAULT);
    store.boot(BootReason.POWER, image -> true);
    return store;
  }

  private static byte[] whole(SlotFiles files, String name) throws IOException {
    return files.read(name, 0, Math.toIntExact(files.size(name).orElseThrow()));
  }

  private static ForgetfulFiles damaged(ForgetfulFiles before, String name, byte[] octets)
      throws IOException {
    ForgetfulFiles files = before.copy();
    files.create(name);
    files.write(name, 0, octets);
    return files.copy();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void wherever_storage_fails_the_running_firmware_stays(Fault fault) throws Exception {
    int failures = 0;
    for (long sound = 0; ; sound++) {
      ForgetfulFiles disk = fresh();
      FailingFiles files = new FailingFiles(disk, sound, fault.failure);
      ModelDevice.Result result = new ModelDevice(files, UPDATE).run();
      if (!files.exhausted()) {
        break;
      }
      failures++;
      assertThat(result.end())
          .as("after %d operations: %s", sound, result)
          .isIn(End.NOT_STORED, End.CONVERGED);
      assertRunsSomethingWhole(booted(files));
      assertThat(new ModelDevice(disk.copy(), UPDATE).run().end())
          .as("repaired after %d operations", sound)
          .isEqualTo(End.CONVERGED);
    }
    assertThat(failures).isGreaterThan(100);
  }

  private static void assertRunsSomethingWhole(FileSlotStore store) throws Exception {
    BootRecord boot = store.booted();
    assertThat(boot.decision()).isNotEqualTo(BootDecision.SAFE_MODE);
    assertThat(boot.trouble()).isPresent();
    byte[] running = store.openRunning().readAllBytes();
    assertThat(running).isIn(ONE.octets(), TWO.octets());
    assertThat(boot.trial()).as("a trial that was not paid for").isFalse();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void the_error_names_the_trouble_and_says_what_to_do(Fault fault) throws Exception {
    FailingFiles files = new FailingFiles(fresh(), 30, fault.failure);
    try (FileSlotStore store = booted(files)) {
      StorageFailedException failed =
          catchThrowableOfType(
              StorageFailedException.class,
              () -> {
                store.beginUpdate(TWO.order(2));
                for (int at = 0; at < 16_384; at += 1_024) {
                  store.write(at, Arrays.copyOfRange(TWO.octets(), at, at + 1_024));
                }
              });
      assertThat(failed.trouble()).isEqualTo(fault.trouble);
      assertThat(failed.hint()).isNotBlank();
      assertThat(failed).hasMessageContaining("cannot ").hasMessageContaining(said(fault));
    }
  }

  private static String said(Fault fault) {
    return fault.failure.get().getMessage();
  }

  @Test
  void a_full_disk_with_space_again_takes_the_rest_without_a_restart() throws Exception {
    FullFiles full = new FullFiles(halfway());
    byte[] rest = Arrays.copyOfRange(TWO.octets(), 10_240, TWO.octets().length);
    try (FileSlotStore store = booted(full)) {
      full.fill();
      assertThatThrownBy(() -> store.write(10_240, rest))
          .isInstanceOf(StorageFailedException.class);
      full.free();
      store.write(10_240, rest);
      assertThat(store.stage(Firmware.IDENTITY, Firmware.ISSUED).isStaged()).isTrue();
    }
  }

  @Test
  void an_update_that_does_not_fit_is_refused_before_anything_changes() throws Exception {
    FullFiles full = new FullFiles(fresh());
    try (FileSlotStore store = booted(full)) {
      full.fill();
      UpdateRefusedException refused =
          catchThrowableOfType(UpdateRefusedException.class, () -> store.beginUpdate(TWO.order(2)));
      assertThat(refused.reason()).isEqualTo(UpdateRefusedException.Cause.NO_SPACE);
      assertThat(store.kept()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"state-0", "state-1"})
  void one_damaged_state_never_stops_a_device(String name) throws Exception {
    for (ForgetfulFiles before : List.of(fresh(), halfway(), after(fresh(), UPDATE))) {
      for (ForgetfulFiles files : everyDamage(before, name)) {
        BootRecord boot = booted(files.copy()).booted();
        assertThat(boot.decision()).isNotEqualTo(BootDecision.SAFE_MODE);
        assertThat(boot.trouble()).hasValueSatisfying(t -> assertThat(t).contains(name));
        assertThat(new ModelDevice(files, UPDATE).run().end()).isEqualTo(End.CONVERGED);
      }
    }
  }

  @Test
  void both_states_damaged_mean_safe_mode_and_never_a_second_factory() throws Exception {
    ForgetfulFiles files = after(fresh(), UPDATE);
    for (String name : FileNames.STATES) {
      files.corrupt(name, 20);
    }
    FileSlotStore store = new FileSlotStore(files, SlotOptions.DEFAULT);
    assertThat(store.isEmpty()).isFalse();
    BootRecord boot = store.boot(BootReason.POWER, image -> true);
    assertThat(boot.decision()).isEqualTo(BootDecision.SAFE_MODE);
    assertThat(boot.trouble())
        .hasValueSatisfying(t -> assertThat(t).contains("state-0", "state-1"));
  }

  @Test
  void a_damaged_journal_costs_octets_and_nothing_else() throws Exception {
    ForgetfulFiles before = halfway();
    for (ForgetfulFiles files : everyDamage(before, FileNames.JOURNAL)) {
      BootRecord boot = booted(files.copy()).booted();
      assertThat(boot.running()).contains(ONE.image());
      assertThat(new ModelDevice(files, UPDATE).run().end()).isEqualTo(End.CONVERGED);
    }
  }

  @Test
  void a_damaged_part_is_refused_and_fetched_again() throws Exception {
    ForgetfulFiles files = halfway();
    files.corrupt(FileNames.PART, 5_000);
    try (FileSlotStore store = booted(files)) {
      store.beginUpdate(TWO.order(2));
      store.write(10_240, Arrays.copyOfRange(TWO.octets(), 10_240, TWO.octets().length));
      assertThat(store.stage(Firmware.IDENTITY, Firmware.ISSUED).failure())
          .contains(RefusalReason.ENCODED_DIGEST);
      assertThat(store.openRunning().readAllBytes()).isEqualTo(ONE.octets());
    }
    assertThat(new ModelDevice(files, UPDATE).run().end()).isEqualTo(End.CONVERGED);
  }

  @Test
  void a_journal_without_its_part_begins_anew() throws Exception {
    ForgetfulFiles files = halfway();
    files.delete(FileNames.PART);
    assertThat(booted(files.copy()).kept()).isEmpty();
    assertThat(new ModelDevice(files, UPDATE).run().end()).isEqualTo(End.CONVERGED);
  }

  @Test
  void a_staged_image_that_was_damaged_is_never_started() throws Exception {
    ForgetfulFiles files = halfway();
    try (FileSlotStore store = booted(files)) {
      store.beginUpdate(TWO.order(2));
      store.write(10_240, Arrays.copyOfRange(TWO.octets(), 10_240, TWO.octets().length));
      assertThat(store.stage(Firmware.IDENTITY, Firmware.ISSUED).isStaged()).isTrue();
    }
    files.corrupt(Slot.B.image(), 19_999);
    FileSlotStore store = booted(files);
    assertThat(store.booted().decision()).isEqualTo(BootDecision.RUN_ACTIVE);
    assertThat(store.booted().running()).contains(ONE.image());
    assertThat(store.lastOutcome().orElseThrow().reason()).contains(RefusalReason.IMAGE_DIGEST);
  }

  private static List<ForgetfulFiles> everyDamage(ForgetfulFiles before, String name)
      throws IOException {
    byte[] sound = whole(before, name);
    List<ForgetfulFiles> all = new ArrayList<>();
    for (Damage damage : Damage.values()) {
      for (int at = 0; at < sound.length; at++) {
        byte[] octets = damage.of(sound, at);
        if (!Arrays.equals(octets, sound)) {
          all.add(damaged(before, name, octets));
        }
      }
    }
    assertThat(all).hasSizeGreaterThan(sound.length);
    return all;
  }
}
