package io.firmament.device.slot;

import io.firmament.device.core.StorageFailedException;
import java.io.IOException;
import java.nio.file.Path;

/** Another process that holds a device's directory until its standard input ends. */
final class HoldingMain {
  private HoldingMain() {}

  public static void main(String[] args) throws IOException {
    try (FileSlotStore store = FileSlotStore.open(Path.of(args[0]), SlotOptions.DEFAULT)) {
      System.out.println("held " + store.isEmpty());
      System.in.read();
    } catch (StorageFailedException e) {
      System.out.println(e.trouble());
    }
  }
}
