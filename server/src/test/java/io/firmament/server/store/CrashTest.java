package io.firmament.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of a process that uses the store, at random moments and in each phase. */
final class CrashTest {
  private static final long SEED = 20260102;
  private static final int KILLS_OF_A_DIRECTORY = 8;

  private static final List<DiskStep.Phase> PHASES =
      List.of(
          DiskStep.Phase.APPEND,
          DiskStep.Phase.FORCE,
          DiskStep.Phase.SEGMENT_START,
          DiskStep.Phase.SNAPSHOT_WRITE,
          DiskStep.Phase.SNAPSHOT_FORCE,
          DiskStep.Phase.SNAPSHOT_RENAME,
          DiskStep.Phase.CURRENT_REPLACE,
          DiskStep.Phase.JOURNAL_CUT,
          DiskStep.Phase.SNAPSHOT_DELETE,
          DiskStep.Phase.DIRECTORY_FORCE,
          DiskStep.Phase.RECOVERY);

  @TempDir private Path scratch;
  private final Random random = new Random(SEED);
  private final Map<DiskStep.Phase, Integer> hit = new EnumMap<>(DiskStep.Phase.class);
  private long acknowledged;

  @Test
  void a_killed_process_loses_nothing_acknowledged_and_leaves_nothing_half() throws Exception {
    kill(PHASES.size() + 3);
  }

  @Tag("sweep")
  @Test
  void a_process_killed_a_hundred_times_loses_nothing() throws Exception {
    kill(100);
  }

  @Test
  void a_second_process_is_refused_and_told_who_is_there() throws Exception {
    Path root = scratch.resolve("data");
    try (Child child = new Child(root, DiskStep.Phase.APPEND, 1)) {
      child.readUntil("stopped.");

      assertThatThrownBy(() -> DataDirectory.open(root))
          .isInstanceOf(StoreUnusableException.class)
          .hasMessageEndingWith("is in use by process " + child.process.pid());
      child.kill();
    }
    DataDirectory.open(root).close();
  }

  private void kill(int kills) throws Exception {
    long total = 0;
    int atRandom = 0;
    for (int kill = 0; kill < kills; kill++) {
      Path root = scratch.resolve("data-" + kill / KILLS_OF_A_DIRECTORY);
      acknowledged = kill % KILLS_OF_A_DIRECTORY == 0 ? 0 : acknowledged;
      long before = acknowledged;
      boolean chosen = kill < PHASES.size() || random.nextBoolean();
      if (chosen) {
        killIn(PHASES.get(kill % PHASES.size()), root);
      } else {
        killAfter(random.nextInt(400), root);
        atRandom++;
      }
      verify(root, "kill " + kill);
      total += acknowledged - before;
    }
    System.out.printf(
        "kill -9: seed %d, %d kills, %d of them at random times, %d changes; killed in %s%n",
        SEED, kills, atRandom, total, hit);
    assertThat(hit).containsKeys(PHASES.toArray(DiskStep.Phase[]::new));
    assertThat(total).isGreaterThan(100);
  }

  private void killIn(DiskStep.Phase phase, Path root) throws IOException, InterruptedException {
    if (phase == DiskStep.Phase.RECOVERY) {
      tearTail(root);
    }
    boolean frequent = phase == DiskStep.Phase.APPEND || phase == DiskStep.Phase.FORCE;
    boolean once = phase == DiskStep.Phase.RECOVERY || phase == DiskStep.Phase.SNAPSHOT_RENAME;
    int step = 1 + random.nextInt(frequent ? 300 : once ? 1 : 4);
    try (Child child = new Child(root, phase, step)) {
      child.readUntil("stopped.");
      child.kill();
      child.readUntil("the end");
      assertThat(child.doing()).as("what it was killed in").contains(phase);
      hit.merge(phase, 1, Integer::sum);
    }
  }

  /** A record that was half written when an earlier process ended. */
  private static void tearTail(Path root) throws IOException {
    try (DataDirectory data = DataDirectory.open(root);
        JournaledStateStore store = JournaledStateStore.open(data, CrashMain.OPTIONS)) {
      assertThat(store.segments()).isNotEmpty();
    }
    List<Path> segments = DataDirectory.files(root.resolve("journal"), JournalSegment.SUFFIX);
    Files.write(
        segments.get(segments.size() - 1), new byte[] {0, 0, 1, 0, 1}, StandardOpenOption.APPEND);
  }

  private void killAfter(int milliseconds, Path root) throws IOException, InterruptedException {
    try (Child child = new Child(root, DiskStep.Phase.SETUP, Integer.MAX_VALUE)) {
      child.readUntil("open.");
      long until = System.nanoTime() + milliseconds * 1_000_000L;
      while (System.nanoTime() < until) {
        child.readUntil("acknowledged");
      }
      child.kill();
      child.readUntil("the end");
      child.doing().forEach(phase -> hit.merge(phase, 1, Integer::sum));
    }
  }

  private void verify(Path root, String when) throws IOException {
    try (DataDirectory data = DataDirectory.open(root);
        JournaledStateStore store = JournaledStateStore.open(data, CrashMain.OPTIONS)) {
      long found = Ledger.verify(store);
      assertThat(found).as(when).isGreaterThanOrEqualTo(acknowledged);
      acknowledged = found;
    }
  }

  /** A process with the store. */
  private final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader says;
    private final Path doing;

    private Child(Path root, DiskStep.Phase stopIn, int stopAt) throws IOException {
      doing = scratch.resolve("doing");
      Files.write(doing, new byte[CrashMain.THREADS]);
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-Xshare:auto",
                  "-cp",
                  System.getProperty("java.class.path"),
                  CrashMain.class.getName(),
                  root.toString(),
                  doing.toString(),
                  stopIn.name(),
                  Integer.toString(stopAt))
              .redirectError(Redirect.INHERIT)
              .start();
      says =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** Reads what it says up to a line that begins so, or to its end. */
    private void readUntil(String wanted) throws IOException {
      String line = says.readLine();
      while (line != null) {
        assertThat(line).doesNotStartWith("failed");
        if (line.startsWith("acknowledged ") && line.endsWith(".")) {
          acknowledged = Long.parseLong(line.substring(13, line.length() - 1));
        }
        if (line.startsWith(wanted)) {
          return;
        }
        line = says.readLine();
      }
      assertThat(wanted).as("the process ended").isEqualTo("the end");
    }

    private void kill() throws InterruptedException {
      process.toHandle().destroyForcibly();
      assertThat(process.waitFor()).as("killed with SIGKILL").isEqualTo(128 + 9);
    }

    private List<DiskStep.Phase> doing() throws IOException {
      DiskStep.Phase[] phases = DiskStep.Phase.values();
      List<DiskStep.Phase> found = new ArrayList<>();
      for (byte phase : Files.readAllBytes(doing)) {
        if (phase > 0) {
          found.add(phases[phase - 1]);
        }
      }
      return found;
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
