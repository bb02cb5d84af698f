package io.firmament.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;
import org.mapdb.StoreWAL;
import org.mapdb.volume.FileChannelVol;
import org.mapdb.volume.RandomAccessFileVol;
import org.mapdb.volume.Volume;
import org.mapdb.volume.VolumeFactory;

/**
 * The control: what the store is for. MapDB alone, killed between the writes of a commit (all
 * writes before are there, so this is a killed process, not even a power cut), loses or halves what
 * it had committed, with and without its transactions.
 */
final class MapDbAloneTest {
  private static final int COMMITS = 12;
  private static final int RECORDS = 40;
  private static final int POINTS = 150;

  @TempDir private Path scratch;
  private final List<DiskStep> steps = new ArrayList<>();
  private final List<Integer> committed = new ArrayList<>();
  private int done;
  private int files;

  /** It warns of every file that was not closed. */
  private final Logger warnings = Logger.getLogger("org.mapdb");

  @BeforeEach
  void silence() {
    warnings.setLevel(Level.OFF);
  }

  private void before(DiskStep step) {
    steps.add(step);
    committed.add(done);
  }

  private Volume watched(Path file, Volume volume) {
    files++;
    before(new DiskStep.Create(file, files));
    return new WatchedVolume(file, files, volume, this::before);
  }

  private static BTreeMap<String, String> records(DB db) {
    return db.treeMap("records", Serializer.STRING, Serializer.STRING).createOrOpen();
  }

  /** Each commit gives all records the same new value. */
  private void write(DB db) {
    BTreeMap<String, String> records = records(db);
    for (int commit = 1; commit <= COMMITS; commit++) {
      for (int record = 0; record < RECORDS; record++) {
        records.put("record-" + record, commit + "x".repeat(20 * commit));
      }
      db.commit();
      done = commit;
    }
    steps.add(new DiskStep.ForceDirectory(scratch));
    committed.add(done);
    db.close();
  }

  @Test
  void mapdb_without_transactions_does_not_survive_a_kill() throws Exception {
    Path file = scratch.resolve("plain");
    Volume volume = new FileChannelVol(file.toFile(), false, 0, 20, 0);
    write(DBMaker.volumeDB(watched(file, volume), false).make());

    assertFails(
        "without transactions",
        copy -> DBMaker.fileDB(copy.toFile()).checksumHeaderBypass().make());
  }

  @Test
  void mapdb_with_transactions_does_not_survive_a_kill_either() throws Exception {
    Path file = scratch.resolve("transactions");
    StoreWAL wal =
        StoreWAL.make(
            file.toString(),
            new WatchedFactory(),
            0,
            true,
            3,
            1 << 20,
            0,
            false,
            false,
            false,
            true,
            false);
    write(new DB(wal, false, true, getClass().getClassLoader(), 0));

    assertFails(
        "with transactions",
        copy -> DBMaker.fileDB(copy.toFile()).transactionEnable().checksumHeaderBypass().make());
  }

  private interface Opening {
    DB open(Path file);
  }

  private void assertFails(String mode, Opening opening) throws IOException {
    int last = committed.indexOf(COMMITS);
    int from = committed.indexOf(COMMITS - 2);
    int unreadable = 0;
    int lost = 0;
    int cuts = 0;
    PowerCut power = new PowerCut();
    steps.subList(0, from).forEach(power::done);
    int stride = Math.max(1, (last - from) / POINTS);
    for (int cut = from; cut < last; cut++) {
      power.done(steps.get(cut));
      if (cut % stride != 0) {
        continue;
      }
      Path copy = scratch.resolve("copy-" + cut);
      PowerCut.lay(power.remains(new BitSet()), scratch, copy);
      cuts++;
      Optional<Boolean> whole = isWhole(copy, committed.get(cut + 1), opening);
      unreadable += whole.isEmpty() ? 1 : 0;
      lost += whole.isPresent() && !whole.get() ? 1 : 0;
      deleteFiles(copy);
    }
    System.out.printf(
        "control: MapDB %s, killed at %d writes of two commits: %d unreadable, %d lost or half%n",
        mode, cuts, unreadable, lost);
    assertThat(unreadable + lost).isPositive();
  }

  /** Whether all records have the value of one commit, no older than the last one made. */
  private static Optional<Boolean> isWhole(Path directory, int committed, Opening opening)
      throws IOException {
    Path file;
    try (var found = Files.list(directory)) {
      file = found.filter(path -> !path.toString().contains("wal")).findFirst().orElseThrow();
    }
    try (DB db = opening.open(file)) {
      Map<String, String> records = records(db);
      List<String> values =
          IntStream.range(0, RECORDS)
              .mapToObj(record -> String.valueOf(records.get("record-" + record)))
              .distinct()
              .toList();
      return Optional.of(
          values.size() == 1
              && values.get(0).matches("[0-9]+x+")
              && Integer.parseInt(values.get(0).replace("x", "")) >= committed);
    } catch (RuntimeException | AssertionError e) {
      return Optional.empty(); // a spoiled file makes MapDB throw anything at all
    }
  }

  private static void deleteFiles(Path directory) throws IOException {
    try (var found = Files.list(directory)) {
      for (Path file : found.toList()) {
        Files.delete(file);
      }
    }
  }

  /** Files as MapDB makes them by itself, watched. */
  private final class WatchedFactory extends VolumeFactory {
    @Override
    public Volume makeVolume(
        String file,
        boolean readOnly,
        long fileLockWait,
        int sliceShift,
        long initSize,
        boolean fixedSize) {
      Volume volume =
          RandomAccessFileVol.FACTORY.makeVolume(
              file, readOnly, fileLockWait, sliceShift, initSize, fixedSize);
      return watched(Path.of(file), volume);
    }

    @Override
    public boolean exists(String file) {
      return Files.exists(Path.of(file));
    }

    @Override
    public boolean handlesReadonly() {
      return true;
    }
  }
}
