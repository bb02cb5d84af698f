package io.firmament.server.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.device.Lock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A version that is named and deleted in the same moment: one of the two hears of the other. */
class NamedVersionsTest {
  private static final FirmwareVersion TWO = new FirmwareVersion(2);
  private final ServerFixture server = ServerFixture.ready();

  /** A verb of an operator that names version 2. */
  private interface Naming {
    void name() throws RefusedException;
  }

  private final List<Naming> namings =
      List.of(
          () -> server.operators().lockDevice().lock(ServerFixture.ID, TWO, true, ServerFixture.ME),
          () ->
              server
                  .operators()
                  .changeDevice()
                  .change(Set.of(ServerFixture.ID), lockWish(), ServerFixture.ME));

  private static DeviceChange lockWish() {
    return new DeviceChange(
        device -> true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new DeviceChange.LockWish(Optional.of(TWO), true)),
        Optional.empty());
  }

  @BeforeEach
  void hasTwoVersions() throws RefusedException {
    server.upload(2);
    server.workOff();
  }

  @Test
  void version_that_a_device_is_just_being_locked_to_is_not_deleted() throws Exception {
    for (Naming naming : namings) {
      FutureTask<Boolean> deletion = new FutureTask<>(() -> done(this::delete));
      Thread deleter = new Thread(deletion);
      server.store.beforeNext(() -> startAndHold(deleter));

      assertThat(done(naming)).isTrue();

      assertThat(deletion.get(10, SECONDS)).as("deleted").isFalse();
      assertThat(server.view().decision().target().orElseThrow().firmware().version())
          .isEqualTo(TWO);
      server.operators().unlockDevice().unlock(ServerFixture.ID, ServerFixture.ME);
    }
  }

  @Test
  void device_is_not_locked_to_a_version_that_is_just_being_deleted() throws Exception {
    for (Naming naming : namings) {
      FutureTask<Boolean> lock = new FutureTask<>(() -> done(naming));
      Thread locker = new Thread(lock);
      server.store.beforeNext(() -> startAndHold(locker));

      assertThat(done(this::delete)).isTrue();

      assertThat(lock.get(10, SECONDS)).as("locked").isFalse();
      assertThat(server.view().device().assignment().lock().map(Lock::version)).isEmpty();
      server.upload(2);
    }
  }

  @Test
  void version_that_is_just_being_released_is_not_deleted() throws Exception {
    server.store.beforeNext(() -> server.release(2, false));

    assertThat(done(this::delete)).isFalse();

    assertThat(server.operators().findFirmware().version(DeviceFixtures.PRODUCT, TWO)).isNotNull();
  }

  @Test
  void version_that_is_just_being_deleted_is_not_released() {
    server.store.beforeNext(() -> done(this::delete));

    assertThatThrownBy(() -> server.release(2, false)).hasCauseInstanceOf(RefusedException.class);
  }

  private void delete() throws RefusedException {
    server
        .operators()
        .releases()
        .deleteFirmware()
        .delete(DeviceFixtures.PRODUCT, TWO, ServerFixture.ME);
  }

  private static boolean done(Naming verb) {
    try {
      verb.name();
      return true;
    } catch (RefusedException e) {
      return false;
    }
  }

  /** Goes on once the other one has done what it does, or waits for this one. */
  private static void startAndHold(Thread other) {
    other.start();
    await().until(() -> !other.isAlive() || other.getState() == Thread.State.WAITING);
  }
}
