package io.firmament.device.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.firmament.device.core.StorageFailedException;
import io.firmament.device.core.StorageFailedException.Trouble;
import io.firmament.device.slot.ModelDevice.Behaviour;
import io.firmament.device.slot.ModelDevice.End;
import io.firmament.device.slot.ModelDevice.Scenario;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same store on a real directory. */
class RealDiskTest {
  private static final Firmware ONE = Firmware.of(1, 30_000);
  private static final Firmware TWO = Firmware.of(2, 400_500);
  private static final Firmware THREE = Firmware.of(3, 20_000);

  @TempDir Path temporary;
  private Path directory;

  @BeforeEach
  void name_a_directory_that_is_not_there_yet() {
    directory = temporary.resolve("devices/one");
  }

  private ModelDevice.Result live(Scenario scenario) throws StorageFailedException {
    try (DirectoryFiles files = DirectoryFiles.open(directory)) {
      return new ModelDevice(files, scenario).run();
    }
  }

  private void update(Firmware old, Firmware wanted, Behaviour behaviour)
      throws StorageFailedException {
    ModelDevice.Result result = live(new Scenario(old, wanted, behaviour));
    assertThat(result.end()).as("%s", result).isEqualTo(End.CONVERGED);
  }

  @ParameterizedTest
  @EnumSource(Behaviour.class)
  void an_update_ends_where_it_must(Behaviour behaviour) throws Exception {
    update(ONE, TWO, behaviour);
    boolean worked = behaviour == Behaviour.WORKS;
    Slot runs = worked ? Slot.B : Slot.A;
    assertThat(directory.resolve(runs.image()))
        .hasBinaryContent(worked ? TWO.octets() : ONE.octets());
  }

  @Test
  void after_a_rollback_the_next_update_takes_the_same_slot() throws Exception {
    update(ONE, TWO, Behaviour.CRASHES);
    update(ONE, THREE, Behaviour.WORKS);
    assertThat(directory.resolve(Slot.B.image())).hasBinaryContent(THREE.octets());
    assertThat(directory.resolve(Slot.A.image())).hasBinaryContent(ONE.octets());
  }

  @Test
  void nothing_is_left_over_and_nobody_else_may_read_it() throws Exception {
    update(ONE, TWO, Behaviour.WORKS);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.filter(file -> !file.endsWith("lock")))
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"))
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrder(
              "slot-A", "slot-A.manifest", "slot-B", "slot-B.manifest", "state-0", "state-1");
    }
  }

  @Test
  void a_second_device_on_the_directory_is_told_so() throws Exception {
    try (FileSlotStore first = FileSlotStore.open(directory, SlotOptions.DEFAULT)) {
      assertThat(first.isEmpty()).isTrue();
      assertInUse();
    }
    update(ONE, TWO, Behaviour.WORKS);
  }

  @Test
  void a_second_process_on_the_directory_is_told_so() throws Exception {
    Process other = another();
    try {
      assertThat(said(other)).isEqualTo("held true");
      assertInUse();
    } finally {
      other.getOutputStream().close();
      assertThat(other.waitFor()).isZero();
    }
    update(ONE, TWO, Behaviour.WORKS);
  }

  @Test
  void a_file_in_place_of_the_directory_is_an_error_with_a_hint() throws Exception {
    Files.createDirectories(directory.getParent());
    Files.writeString(directory, "not a directory");
    StorageFailedException failed =
        catchThrowableOfType(
            StorageFailedException.class,
            () -> FileSlotStore.open(directory, SlotOptions.DEFAULT).close());
    assertThat(failed).hasMessageContaining(directory.toString());
    assertThat(failed.hint()).isNotBlank();
  }

  private void assertInUse() {
    StorageFailedException failed =
        catchThrowableOfType(
            StorageFailedException.class,
            () -> FileSlotStore.open(directory, SlotOptions.DEFAULT).close());
    assertThat(failed.trouble()).isEqualTo(Trouble.IN_USE);
    assertThat(failed).hasMessageContaining(directory.toString());
    assertThat(failed.hint()).contains("directory of its own");
  }

  private Process another() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            HoldingMain.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String said(Process process) throws IOException {
    return new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }
}
