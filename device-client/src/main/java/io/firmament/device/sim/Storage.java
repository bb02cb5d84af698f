package io.firmament.device.sim;

import io.firmament.device.core.StorageFailedException;
import io.firmament.device.slot.DirectoryFiles;
import io.firmament.device.slot.MemoryFiles;
import io.firmament.device.slot.SharedBlocks;
import io.firmament.device.slot.SlotFiles;
import java.nio.file.Path;
import java.util.Optional;

/** Where a simulated device keeps what outlives its boots. */
public interface Storage {
  /** Opens the files of its slots, for one boot. */
  SlotFiles open() throws StorageFailedException;

  /** Where it remembers its DTLS session; empty for not at all. */
  Optional<Path> sessions();

  /** A directory, made if it is not there. */
  static Storage in(Path directory) {
    return new Storage() {
      @Override
      public SlotFiles open() throws StorageFailedException {
        return DirectoryFiles.open(directory.resolve("slots"));
      }

      @Override
      public Optional<Path> sessions() {
        return Optional.of(directory.resolve("link"));
      }

      @Override
      public String toString() {
        return directory.toString();
      }
    };
  }

  /** Memory: everything is checked as on a disk, and gone with the process. */
  static Storage discarded(SharedBlocks blocks) {
    SlotFiles files = new MemoryFiles(blocks);
    return new Storage() {
      @Override
      public SlotFiles open() {
        return files;
      }

      @Override
      public Optional<Path> sessions() {
        return Optional.empty();
      }

      @Override
      public String toString() {
        return "memory";
      }
    };
  }
}
