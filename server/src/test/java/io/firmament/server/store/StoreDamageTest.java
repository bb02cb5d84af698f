package io.firmament.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.value.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a disk can do to files behind the store's back, and two servers to one directory. */
final class StoreDamageTest {
  private static final long SEED = 7;
  private static final int CHANGES = 19;

  @TempDir private Path scratch;
  private Path root;
  private int copies;

  /** Snapshots at 4, 8, 12 and 16, and a journal that goes on to 19. */
  @BeforeEach
  void fill() throws Exception {
    root = scratch.resolve("data");
    for (int made = 0; made < CHANGES; made += 4) {
      try (DataDirectory data = DataDirectory.open(root);
          JournaledStateStore store = JournaledStateStore.open(data, Ledger.SMALL)) {
        Ledger.goOn(store, Math.min(4, CHANGES - made));
      }
    }
  }

  private List<Path> files(String directory, String suffix) throws IOException {
    return DataDirectory.files(root.resolve(directory), suffix);
  }

  private Path newest(String directory, String suffix) throws IOException {
    List<Path> files = files(directory, suffix);
    return files.get(files.size() - 1);
  }

  /** Opens the directory with one file replaced, and says how many changes are there. */
  private long openWith(Path file, byte[] content) throws IOException {
    Path copy = scratch.resolve("copy-" + ++copies);
    try (Stream<Path> found = Files.walk(root).filter(Files::isRegularFile)) {
      for (Path path : found.toList()) {
        Path to = copy.resolve(root.relativize(path));
        Files.createDirectories(to.getParent());
        if (path.equals(file)) {
          Files.write(to, content);
        } else if (path.toString().endsWith(SnapshotFile.SUFFIX)) {
          Files.createLink(to, path);
        } else {
          Files.copy(path, to);
        }
      }
    }
    Map<Path, Digest> before = content(copy);
    try (DataDirectory data = DataDirectory.open(copy);
        JournaledStateStore store = JournaledStateStore.open(data, Ledger.SMALL)) {
      return Ledger.verify(store);
    } catch (StoreUnusableException e) {
      assertThat(e.getMessage()).as("says where").contains(copy.toString());
      assertThat(e.hint()).contains("restore");
      assertThat(content(copy)).as("nothing is cut").isEqualTo(before);
      throw e;
    }
  }

  /** The names of all files, and the digests of all but the snapshots, which are linked. */
  private static Map<Path, Digest> content(Path top) throws IOException {
    Map<Path, Digest> content = new TreeMap<>();
    try (Stream<Path> found = Files.walk(top).filter(Files::isRegularFile)) {
      for (Path path : found.filter(p -> !p.endsWith(DataDirectory.LOCK)).toList()) {
        boolean linked = path.toString().endsWith(SnapshotFile.SUFFIX);
        content.put(path, Digest.of(linked ? new byte[0] : Files.readAllBytes(path)));
      }
    }
    return content;
  }

  private static byte[] flipped(byte[] content, int at, Random random) {
    byte[] flipped = content.clone();
    flipped[at] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  /** Where the records of a segment start, and where the last one ends. */
  private static List<Integer> boundaries(Path segment) throws IOException {
    List<Integer> boundaries = new ArrayList<>(List.of(SegmentHeader.BYTES));
    byte[] octets = Files.readAllBytes(segment);
    long id = SegmentHeader.of(octets).orElseThrow().id();
    while (boundaries.get(boundaries.size() - 1) < octets.length) {
      boundaries.add(
          Frame.at(id, octets, boundaries.get(boundaries.size() - 1)).orElseThrow().end());
    }
    return boundaries;
  }

  @Test
  void the_newest_segment_truncated_anywhere_loses_only_what_was_cut_off() throws Exception {
    Path segment = newest("journal", JournalSegment.SUFFIX);
    byte[] whole = Files.readAllBytes(segment);
    List<Integer> boundaries = boundaries(segment);
    assertThat(boundaries).hasSizeGreaterThan(2);
    for (int length = SegmentHeader.BYTES; length < whole.length; length += 5) {
      int kept = length;
      long lost = boundaries.stream().filter(end -> end > kept).count();

      assertThat(openWith(segment, Arrays.copyOf(whole, length))).isEqualTo(CHANGES - lost);
    }
  }

  @Test
  void a_tail_of_zeros_is_a_torn_tail() throws Exception {
    Path segment = newest("journal", JournalSegment.SUFFIX);
    byte[] whole = Files.readAllBytes(segment);
    List<Integer> boundaries = boundaries(segment);
    for (int from = SegmentHeader.BYTES; from < whole.length; from += 11) {
      byte[] zeroed = whole.clone();
      Arrays.fill(zeroed, from, zeroed.length, (byte) 0);
      int kept = from;
      long lost = boundaries.stream().filter(end -> end > kept).count();

      assertThat(openWith(segment, zeroed)).isEqualTo(CHANGES - lost);
    }
    assertThat(openWith(segment, Arrays.copyOf(whole, whole.length + 5000))).isEqualTo(CHANGES);
  }

  @Test
  void a_flipped_bit_anywhere_in_the_journal_is_found() throws Exception {
    System.out.println("flipped bits: seed " + SEED);
    Random random = new Random(SEED);
    Path newest = newest("journal", JournalSegment.SUFFIX);
    int lastRecord = boundaries(newest).get(boundaries(newest).size() - 2);
    int refused = 0;
    for (Path segment : files("journal", JournalSegment.SUFFIX)) {
      byte[] whole = Files.readAllBytes(segment);
      for (int at = random.nextInt(4); at < whole.length; at += 1 + random.nextInt(40)) {
        byte[] damaged = flipped(whole, at, random);
        if (segment.equals(newest) && at >= lastRecord) {
          assertThat(openWith(segment, damaged)).as("a torn tail").isEqualTo(CHANGES - 1);
        } else {
          assertThatThrownBy(() -> openWith(segment, damaged))
              .as(segment + " at " + at)
              .isInstanceOf(StoreUnusableException.class);
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void a_missing_or_shortened_segment_in_the_middle_is_found() throws Exception {
    List<Path> segments = files("journal", JournalSegment.SUFFIX);
    assertThat(segments).hasSizeGreaterThan(2);
    for (Path segment : segments.subList(0, segments.size() - 1)) {
      byte[] whole = Files.readAllBytes(segment);
      for (int length : List.of(0, 10, SegmentHeader.BYTES, whole.length - 1)) {
        assertThatThrownBy(() -> openWith(segment, Arrays.copyOf(whole, length)))
            .isInstanceOf(StoreUnusableException.class);
      }
    }
    Files.delete(segments.get(1));
    assertThatThrownBy(() -> openWith(root, new byte[0]))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("does not continue");
  }

  @Test
  void a_journal_that_ends_before_its_snapshot_is_found() throws Exception {
    for (Path segment : files("journal", JournalSegment.SUFFIX)) {
      Files.delete(segment);
    }
    assertThatThrownBy(() -> openWith(root, new byte[0]))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("holds no journal");
  }

  @Test
  void a_spoiled_snapshot_is_made_up_for_by_the_one_before_and_the_journal() throws Exception {
    Random random = new Random(SEED);
    Path snapshot = newest("snapshots", SnapshotFile.SUFFIX);
    byte[] whole = Files.readAllBytes(snapshot);
    for (int i = 0; i < 20; i++) {
      byte[] damaged = flipped(whole, random.nextInt(whole.length), random);
      assertThat(openWith(snapshot, damaged)).isEqualTo(CHANGES);
    }
    assertThat(openWith(snapshot, new byte[0])).isEqualTo(CHANGES);
    Files.delete(snapshot);
    assertThat(openWith(root, new byte[0])).isEqualTo(CHANGES);
    Files.write(newest("snapshots", SnapshotFile.SUFFIX), new byte[10]);
    assertThatThrownBy(() -> openWith(root, new byte[0]))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("no snapshot");
  }

  @Test
  void a_damaged_pointer_to_the_snapshots_is_found() throws Exception {
    Random random = new Random(SEED);
    Path current = root.resolve("snapshots/CURRENT");
    byte[] whole = Files.readAllBytes(current);
    for (int at = 0; at < whole.length; at += 4) {
      byte[] damaged = flipped(whole, at, random);
      assertThatThrownBy(() -> openWith(current, damaged))
          .as("flipped at " + at)
          .isInstanceOf(StoreUnusableException.class);
      byte[] shorter = Arrays.copyOf(whole, at);
      assertThatThrownBy(() -> openWith(current, shorter))
          .as("cut at " + at)
          .isInstanceOf(StoreUnusableException.class);
    }
    Files.delete(current);
    assertThatThrownBy(() -> openWith(root, new byte[0]))
        .isInstanceOf(StoreUnusableException.class);
  }

  @Test
  void nobody_else_can_read_what_is_stored() throws Exception {
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void two_servers_cannot_use_one_directory() throws Exception {
    try (DataDirectory data = DataDirectory.open(root)) {
      assertThatThrownBy(() -> DataDirectory.open(root))
          .isInstanceOf(StoreUnusableException.class)
          .hasMessage(
              "the data directory "
                  + data.root()
                  + " is in use by process "
                  + ProcessHandle.current().pid())
          .satisfies(e -> assertThat(((StoreUnusableException) e).hint()).contains("--data"));
    }
    DataDirectory.open(root).close();
  }
}
