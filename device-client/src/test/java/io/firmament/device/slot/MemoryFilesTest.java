package io.firmament.device.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory behaves as a directory does, and keeps equal blocks once. */
final class MemoryFilesTest {
  private static final int STEPS = 200;
  private static final int MOST_BYTES = 5_000;
  private static final List<String> NAMES = List.of("part", "slot-A", "slot-B");

  private final SharedBlocks blocks = new SharedBlocks();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatever_is_done_reads_as_on_a_disk(long seed, @TempDir Path directory) throws Exception {
    try (SlotFiles disk = DirectoryFiles.open(directory);
        SlotFiles memory = new MemoryFiles(blocks)) {
      Random random = new Random(seed);
      for (int i = 0; i < STEPS; i++) {
        long step = random.nextLong();
        act(memory, new Random(step));
        act(disk, new Random(step));
        for (String name : NAMES) {
          assertThat(memory.size(name)).isEqualTo(disk.size(name));
        }
        assertThat(disk.list()).filteredOn(NAMES::contains).hasSameElementsAs(memory.list());
      }
    }
  }

  private static void act(SlotFiles files, Random random) throws Exception {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    int action = random.nextInt(10);
    if (files.size(name).isEmpty()) {
      files.create(name);
    } else if (action == 0) {
      files.delete(name);
    } else if (action == 1) {
      files.move(name, NAMES.get(0));
    } else {
      byte[] octets = new byte[random.nextInt(MOST_BYTES)];
      random.nextBytes(octets);
      int offset = random.nextInt(MOST_BYTES);
      files.write(name, offset, octets);
      assertThat(files.read(name, offset, octets.length + 1)).startsWith(octets);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void every_part_reads_as_on_a_disk(long seed, @TempDir Path directory) throws Exception {
    try (SlotFiles disk = DirectoryFiles.open(directory);
        SlotFiles memory = new MemoryFiles(blocks)) {
      Random random = new Random(seed);
      disk.create("part");
      memory.create("part");
      for (int i = 0; i < STEPS; i++) {
        byte[] octets = new byte[random.nextInt(MOST_BYTES)];
        random.nextBytes(octets);
        int at = random.nextInt(10 * MOST_BYTES);
        disk.write("part", at, octets);
        memory.write("part", at, octets);
        int from = random.nextInt(11 * MOST_BYTES);
        int length = random.nextInt(2 * MOST_BYTES);
        assertThat(memory.read("part", from, length)).isEqualTo(disk.read("part", from, length));
      }
    }
  }

  @Test
  void equal_blocks_of_two_devices_are_kept_once_and_nobody_writes_for_both() throws Exception {
    byte[] image = new byte[64 * SharedBlocks.BLOCK_BYTES];
    new Random(1).nextBytes(image);
    SlotFiles one = new MemoryFiles(blocks);
    SlotFiles other = new MemoryFiles(blocks);
    for (SlotFiles files : List.of(one, other)) {
      files.create("slot-A");
      files.write("slot-A", 0, image);
    }
    assertThat(blocks.size()).as("64, and one of zeros").isEqualTo(65);
    other.write("slot-A", 100, new byte[] {1, 2, 3});
    assertThat(one.read("slot-A", 0, image.length)).isEqualTo(image);
    assertThat(other.read("slot-A", 100, 3)).containsExactly(1, 2, 3);
  }

  @Test
  void a_file_that_is_not_there_can_be_neither_written_nor_read() {
    SlotFiles files = new MemoryFiles(blocks);
    assertThatThrownBy(() -> files.write("part", 0, new byte[1]))
        .isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> files.read("part", 0, 1)).isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> files.move("part", "other")).isInstanceOf(FileNotFoundException.class);
  }
}
