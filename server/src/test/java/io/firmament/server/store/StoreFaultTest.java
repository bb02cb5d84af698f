package io.firmament.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.server.app.ConflictException;
import io.firmament.server.app.StoreFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each step to the disk fails in turn: no space left, or a force that says no. */
final class StoreFaultTest {
  private static final int CHANGES = 9;
  private static final int STEPS_OF_A_PHASE = 7;

  /** What needs space; the other phases give some back, and cannot fail for want of it. */
  private static final Set<DiskStep.Phase> WRITING =
      EnumSet.of(
          DiskStep.Phase.APPEND,
          DiskStep.Phase.FORCE,
          DiskStep.Phase.SEGMENT_START,
          DiskStep.Phase.SNAPSHOT_WRITE,
          DiskStep.Phase.SNAPSHOT_FORCE,
          DiskStep.Phase.SNAPSHOT_RENAME,
          DiskStep.Phase.CURRENT_REPLACE,
          DiskStep.Phase.DIRECTORY_FORCE);

  private static final String NO_SPACE = "No space left on device";

  @TempDir private Path scratch;
  private final Map<DiskStep.Phase, Integer> done = new EnumMap<>(DiskStep.Phase.class);
  private DiskStep.Phase failIn = DiskStep.Phase.SETUP;
  private int failAt = Integer.MAX_VALUE;
  private boolean staysFull;
  private boolean failed;

  /** From the chosen step of a phase on, nothing can be written any more, or that step only. */
  private synchronized void step(DiskStep step) throws IOException {
    int now = done.merge(step.phase(), 1, Integer::sum);
    boolean frees = step instanceof DiskStep.Delete || step instanceof DiskStep.MakeDirectory;
    boolean chosen = step.phase() == failIn && now == failAt && !frees;
    if (chosen || (failed && staysFull && !frees)) {
      failed = true;
      throw new IOException(NO_SPACE);
    }
  }

  private long run(Path root) throws IOException {
    done.clear();
    failed = false;
    long acknowledged = 0;
    try (DataDirectory data = DataDirectory.open(root, new WatchedDisk(this::step));
        JournaledStateStore store = JournaledStateStore.open(data, Ledger.SMALL)) {
      for (int i = 0; i < CHANGES; i++) {
        Ledger.goOn(store, 1);
        acknowledged++;
      }
    } catch (StoreFailedException e) {
      assertThat(e).as("the same reason for whoever asks").hasMessageContaining("read-only");
    } catch (IOException e) {
      assertThat(e).hasStackTraceContaining(NO_SPACE);
    } catch (ConflictException e) {
      throw new AssertionError(e);
    }
    return acknowledged;
  }

  private long reopened(Path root) throws IOException {
    try (DataDirectory data = DataDirectory.open(root);
        JournaledStateStore store = JournaledStateStore.open(data, Ledger.SMALL)) {
      return Ledger.verify(store);
    }
  }

  @Test
  void whatever_step_fails_no_acknowledged_change_is_lost() throws Exception {
    run(scratch.resolve("whole"));
    Map<DiskStep.Phase, Integer> all = new EnumMap<>(done);
    Map<DiskStep.Phase, Integer> failures = new EnumMap<>(DiskStep.Phase.class);
    int runs = 0;
    for (Map.Entry<DiskStep.Phase, Integer> phase : all.entrySet()) {
      int stride = Math.max(1, phase.getValue() / STEPS_OF_A_PHASE);
      for (failAt = 1; failAt <= phase.getValue(); failAt += stride) {
        failIn = phase.getKey();
        staysFull = runs++ % 2 == 0;
        Path root = scratch.resolve("fault-" + runs);
        long acknowledged = run(root);

        assertThat(reopened(root))
            .as("failed at step %d of %s", failAt, failIn)
            .isBetween(acknowledged, acknowledged + 1);
        failures.merge(failIn, failed ? 1 : 0, Integer::sum);
      }
    }
    System.out.println("failed steps by phase: " + failures);
    assertThat(WRITING)
        .allSatisfy(
            phase ->
                assertThat(failures)
                    .as(phase.name())
                    .hasEntrySatisfying(phase, count -> assertThat(count).isPositive()));
  }

  @Test
  void after_a_failed_force_the_store_is_read_only_and_never_forces_again() throws Exception {
    AtomicLong forces = new AtomicLong();
    boolean[] broken = new boolean[1];
    WatchedDisk disk =
        new WatchedDisk(
            step -> {
              if (broken[0] && step.phase() == DiskStep.Phase.FORCE) {
                forces.incrementAndGet();
                throw new IOException("Input/output error");
              }
            });
    try (DataDirectory data = DataDirectory.open(scratch.resolve("data"), disk);
        JournaledStateStore store = JournaledStateStore.open(data, StoreOptions.defaults())) {
      Ledger.goOn(store, 3);
      broken[0] = true;

      assertThatThrownBy(() -> Ledger.goOn(store, 1))
          .isInstanceOf(StoreFailedException.class)
          .hasMessageContaining("Input/output error")
          .hasMessageContaining("check the disk");

      assertThat(store.failure().toCompletableFuture().get(10, TimeUnit.SECONDS)).isNotNull();
      assertThat(Ledger.verify(store)).as("still readable, as acknowledged").isEqualTo(3);
      broken[0] = false;
      assertThatThrownBy(() -> Ledger.goOn(store, 1)).isInstanceOf(StoreFailedException.class);
      assertThat(forces).hasValue(1);
    }
  }

  @Test
  void a_disk_too_full_for_a_snapshot_still_takes_changes() throws Exception {
    boolean[] full = {true};
    WatchedDisk disk =
        new WatchedDisk(
            step -> {
              if (full[0] && step.phase() == DiskStep.Phase.SNAPSHOT_WRITE) {
                throw new IOException(NO_SPACE);
              }
            });
    Path root = scratch.resolve("data");
    try (DataDirectory data = DataDirectory.open(root, disk);
        JournaledStateStore store = JournaledStateStore.open(data, Ledger.SMALL)) {
      Ledger.goOn(store, 20);
      assertThat(Ledger.verify(store)).isEqualTo(20);
    }
    Path snapshots = root.resolve("snapshots");
    assertThat(DataDirectory.files(snapshots, "*")).as("nothing half made is left").isEmpty();
    full[0] = false;
    try (DataDirectory data = DataDirectory.open(root, disk);
        JournaledStateStore store = JournaledStateStore.open(data, Ledger.SMALL)) {
      Ledger.goOn(store, 1);
    }
    assertThat(DataDirectory.files(snapshots, SnapshotFile.SUFFIX)).hasSize(1);
    assertThat(reopened(root)).isEqualTo(21);
  }

  @Test
  void an_interrupted_reader_harms_nobody() throws Exception {
    Path root = scratch.resolve("data");
    run(root);
    try (DataDirectory data = DataDirectory.open(root);
        JournaledStateStore store = JournaledStateStore.open(data, Ledger.SMALL)) {
      Thread.currentThread().interrupt();
      assertThat(store.find(Ledger.LINES, "entry-000000004")).isPresent();
      Ledger.goOn(store, 1);
      assertThat(Thread.interrupted()).as("is still interrupted").isTrue();
      assertThat(Ledger.verify(store)).isEqualTo(CHANGES + 1);
    }
  }
}
