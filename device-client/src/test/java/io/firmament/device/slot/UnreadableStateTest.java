package io.firmament.device.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.device.core.BootDecision;
import io.firmament.device.core.CommandAnswer;
import io.firmament.device.core.StorageFailedException;
import io.firmament.device.slot.ModelDevice.Behaviour;
import io.firmament.device.slot.ModelDevice.End;
import io.firmament.device.slot.ModelDevice.Scenario;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.value.ModuleName;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A state that cannot be read for once (too many open files, a bad moment of the disk) is not a
 * damaged one: it may be the newest, and nothing may take its place.
 */
class UnreadableStateTest {
  private static final Firmware ONE = Firmware.of(1, 3_000);
  private static final Firmware TWO = Firmware.of(2, 20_000);

  private final ForgetfulFiles disk = new ForgetfulFiles();

  @BeforeEach
  void version_two_is_confirmed() {
    ModelDevice device = new ModelDevice(disk, new Scenario(ONE, TWO, Behaviour.WORKS));
    assertThat(device.run().end()).isEqualTo(End.CONVERGED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"state-0", "state-1"})
  void one_that_cannot_be_read_is_not_overwritten(String name) throws Exception {
    byte[] before = disk.read(name, 0, 10_000);
    FileSlotStore store = booted(new UnreadableFiles(disk, Set.of(name)));
    assertThat(store.booted().running()).isPresent();
    assertThat(store.booted().trial()).isFalse();
    assertThatThrownBy(() -> store.journalCommand(new CommandAnswer(99_999, new byte[0])))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("Too many open files");
    assertThat(disk.read(name, 0, 10_000)).isEqualTo(before);
    assertThatTwoRunsAgain();
  }

  @Test
  void both_that_cannot_be_read_mean_safe_mode_for_this_boot_only() {
    FileSlotStore store = booted(new UnreadableFiles(disk, Set.copyOf(FileNames.STATES)));
    assertThat(store.isEmpty()).isFalse();
    assertThat(store.booted().decision()).isEqualTo(BootDecision.SAFE_MODE);
    assertThatTwoRunsAgain();
  }

  private void assertThatTwoRunsAgain() {
    FileSlotStore again = booted(disk);
    assertThat(again.booted().decision()).isEqualTo(BootDecision.RUN_ACTIVE);
    assertThat(again.booted().running()).contains(TWO.image());
    assertThat(again.booted().trouble()).isEmpty();
    assertThat(again.floors().of(ModuleName.APPLICATION)).isEqualTo(2);
  }

  private static FileSlotStore booted(SlotFiles files) {
    FileSlotStore store = new FileSlotStore(files, SlotOptions.DEFAULT);
    store.boot(BootReason.POWER, image -> true);
    return store;
  }

  private static final class UnreadableFiles extends PassingFiles {
    private final Set<String> names;

    UnreadableFiles(SlotFiles files, Set<String> names) {
      super(files);
      this.names = names;
    }

    @Override
    public byte[] read(String name, long offsetBytes, int length) throws IOException {
      if (names.contains(name)) {
        throw new IOException(name + ": Too many open files");
      }
      return super.read(name, offsetBytes, length);
    }
  }
}
