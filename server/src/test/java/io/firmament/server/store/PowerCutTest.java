package io.firmament.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.value.Digest;
import io.firmament.server.app.ConflictException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The power fails before every single step to the disk, and any of what was not forced is lost. */
final class PowerCutTest {
  private static final long SEED = 20260101;

  /** MapDB writes a snapshot in thousands of steps into a file that does not count yet. */
  private static final int SAMPLE = 199;

  private static final int FEW = 20;

  @TempDir private Path scratch;
  private final Map<DiskStep.Phase, Integer> cuts = new EnumMap<>(DiskStep.Phase.class);
  private final Map<DiskStep.Phase, Integer> opened = new EnumMap<>(DiskStep.Phase.class);
  private final Set<String> tried = new HashSet<>();
  private final Map<byte[], Digest> digests = new IdentityHashMap<>();
  private final Random chance = new Random(SEED);
  private int snapshotWrites = SAMPLE;
  private int states;
  private int directories;

  /** What was done to a disk, and how many changes were acknowledged before each step. */
  private static final class Recording {
    private final Path root;
    private final Map<Path, byte[]> before;
    private final Map<Path, Integer> numbers = new TreeMap<>();
    private final List<DiskStep> steps = new ArrayList<>();
    private final List<Long> acknowledged = new ArrayList<>();
    private final WatchedDisk disk = new WatchedDisk(this::record);
    private long acked;

    private Recording(Path root, Map<Path, byte[]> before) {
      this.root = root;
      this.before = before;
      before.keySet().forEach(path -> numbers.put(path, disk.known(path)));
    }

    private synchronized void record(DiskStep step) {
      steps.add(step);
      acknowledged.add(acked);
    }

    private synchronized void acknowledge(long number) {
      acked = number;
    }

    private void leaveOut(Predicate<DiskStep> which) {
      for (int i = steps.size() - 1; i >= 0; i--) {
        if (which.test(steps.get(i))) {
          steps.remove(i);
          acknowledged.remove(i);
        }
      }
    }

    /** Opens the store, makes some changes, and closes it. */
    private void session(int changes) throws IOException, ConflictException {
      try (DataDirectory data = DataDirectory.open(root, disk);
          JournaledStateStore store = JournaledStateStore.open(data, Ledger.SMALL)) {
        acknowledge(Ledger.verify(store));
        for (int i = 0; i < changes; i++) {
          acknowledge(store.commit(Ledger.next(store.lastSequence() + 1)));
        }
      }
    }
  }

  @Test
  void no_cut_loses_an_acknowledged_change_or_leaves_half_of_one() throws Exception {
    cutAll(SAMPLE);
  }

  @Tag("sweep")
  @Test
  void no_cut_at_any_write_of_a_snapshot_either() throws Exception {
    cutAll(1);
  }

  private void cutAll(int everyNthSnapshotWrite) throws Exception {
    snapshotWrites = everyNthSnapshotWrite;
    Recording recording = recorded();

    cutEverywhere(recording, true);

    System.out.printf(
        "power cuts: seed %d, %d steps, %d states of the disk, %d different, %d opened; cuts %s%n",
        SEED, recording.steps.size(), states, tried.size(), directories, cuts);
    for (DiskStep.Phase phase : DiskStep.Phase.values()) {
      assertThat(cuts).as("phases that were cut").containsKey(phase);
    }
  }

  private Recording recorded() throws Exception {
    Recording recording = new Recording(scratch.resolve("recorded"), Map.of());
    for (int session = 0; session < 5; session++) {
      recording.session(4);
    }
    return recording;
  }

  /** The test of the test: each kind of force is needed, and its absence is noticed. */
  @ParameterizedTest
  @EnumSource(names = {"FORCE", "SEGMENT_START", "SNAPSHOT_FORCE", "CURRENT_REPLACE"})
  void a_store_that_left_out_these_forces_would_be_found_out(DiskStep.Phase phase)
      throws Exception {
    Recording recording = recorded();
    recording.leaveOut(step -> step instanceof DiskStep.Force && step.phase() == phase);

    assertThatThrownBy(() -> cutEverywhere(recording, false)).isInstanceOf(AssertionError.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "journal", "snapshots"})
  void a_store_that_did_not_force_a_directory_would_be_found_out(String directory)
      throws Exception {
    Recording recording = recorded();
    Path left = recording.root.resolve(directory).normalize();
    recording.leaveOut(step -> step instanceof DiskStep.ForceDirectory && step.path().equals(left));

    assertThatThrownBy(() -> cutEverywhere(recording, false)).isInstanceOf(AssertionError.class);
  }

  private void cutEverywhere(Recording recording, boolean recoveryToo) throws Exception {
    PowerCut power = new PowerCut();
    recording.numbers.forEach(
        (path, number) -> power.there(path, number, recording.before.get(path)));
    for (int cut = 0; cut < recording.steps.size(); cut++) {
      DiskStep next = recording.steps.get(cut);
      boolean passedOver =
          next.phase() == DiskStep.Phase.SNAPSHOT_WRITE && cut % snapshotWrites != 0;
      if (!passedOver) {
        cuts.merge(next.phase(), 1, Integer::sum);
      }
      for (BitSet lost : passedOver ? List.<BitSet>of() : power.losses(SEED + cut)) {
        states++;
        Map<Path, byte[]> files = power.remains(lost);
        long acked = recording.acknowledged.get(cut);
        if (isNew(fingerprint(recording.root, files) + acked, next.phase())) {
          survive(recording.root, files, acked, recoveryToo, "cut " + cut + ", lost " + lost);
        }
      }
      power.done(next);
    }
  }

  /** Each state is tried once; of most phases a part of them unless everything is asked for. */
  private boolean isNew(String state, DiskStep.Phase phase) {
    if (!tried.add(state)) {
      return false;
    }
    int before = opened.merge(phase, 1, Integer::sum);
    return before <= FEW || chance.nextInt(snapshotWrites) < FEW;
  }

  /** Opens what is left, twice, and goes on with it; a torn journal also with cuts on the way. */
  private void survive(
      Path root, Map<Path, byte[]> files, long acked, boolean recoveryToo, String where)
      throws Exception {
    Path copy = scratch.resolve("copy-" + ++directories);
    PowerCut.lay(files, root, copy);
    Recording recovery = new Recording(copy, moved(files, root, copy));
    long found;
    try (DataDirectory data = DataDirectory.open(copy, recovery.disk);
        JournaledStateStore store = JournaledStateStore.open(data, Ledger.SMALL)) {
      found = Ledger.verify(store);
      assertThat(found).as(where).isBetween(acked, acked + 1);
      Ledger.goOn(store, 1);
    } catch (IOException e) {
      throw new AssertionError(where, e);
    }
    try (DataDirectory data = DataDirectory.open(copy);
        JournaledStateStore store = JournaledStateStore.open(data, Ledger.SMALL)) {
      assertThat(Ledger.verify(store)).as(where).isEqualTo(found + 1);
    }
    boolean torn = recovery.steps.stream().anyMatch(DiskStep.Truncate.class::isInstance);
    if (torn && recoveryToo) {
      cutRecovery(recovery, acked);
    }
    deleteTree(copy);
  }

  private void cutRecovery(Recording recovery, long acked) throws Exception {
    int truncated = 0;
    while (!(recovery.steps.get(truncated) instanceof DiskStep.Truncate)) {
      truncated++;
    }
    Recording untilForced = new Recording(recovery.root, recovery.before);
    untilForced.numbers.putAll(recovery.numbers);
    untilForced.steps.addAll(recovery.steps.subList(0, truncated + 2));
    untilForced.steps.forEach(step -> untilForced.acknowledged.add(acked));
    untilForced.acknowledge(acked);
    cutEverywhere(untilForced, false);
  }

  private static Map<Path, byte[]> moved(Map<Path, byte[]> files, Path from, Path to) {
    Map<Path, byte[]> moved = new TreeMap<>();
    files.forEach((path, octets) -> moved.put(to.resolve(from.relativize(path)), octets));
    return moved;
  }

  /** What is in unfinished files does not matter: they are deleted unread (tested below). */
  private String fingerprint(Path root, Map<Path, byte[]> files) {
    StringBuilder text = new StringBuilder();
    files.forEach(
        (path, octets) -> {
          boolean unfinished = path.toString().endsWith(DataDirectory.ASIDE);
          text.append(root.relativize(path))
              .append(unfinished ? "" : digests.computeIfAbsent(octets, Digest::of).hex())
              .append('|');
        });
    return text.toString();
  }

  private static void deleteTree(Path top) throws IOException {
    try (Stream<Path> found = Files.walk(top)) {
      found
          .sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  @Test
  void unfinished_files_are_removed_unread() throws Exception {
    Path root = scratch.resolve("swept");
    new Recording(root, Map.of()).session(8);
    List<Path> unfinished =
        List.of(
            root.resolve("journal/0000000000000000009.journal.tmp"),
            root.resolve("snapshots/0000000000000000008.snapshot.tmp"),
            root.resolve("snapshots/CURRENT.tmp"));
    for (Path file : unfinished) {
      Files.writeString(file, "anything at all");
    }

    new Recording(root, Map.of()).session(1);

    assertThat(unfinished).noneMatch(Files::exists);
  }
}
