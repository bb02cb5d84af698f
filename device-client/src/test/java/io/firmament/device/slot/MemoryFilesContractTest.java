package io.firmament.device.slot;

import io.firmament.device.core.SlotStore;

/** The contract on a directory in memory, of which a power cut takes nothing. */
class MemoryFilesContractTest extends SlotStoreContract {
  private final SlotFiles files = new MemoryFiles(new SharedBlocks());

  @Override
  protected SlotStore afterPowerCut() {
    return new FileSlotStore(files, SlotOptions.DEFAULT);
  }
}
