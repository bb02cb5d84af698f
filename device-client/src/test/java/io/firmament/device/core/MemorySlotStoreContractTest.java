package io.firmament.device.core;

import io.firmament.device.slot.SlotStoreContract;

/** The contract on the storage in memory that the machine's tests use. */
class MemorySlotStoreContractTest extends SlotStoreContract {
  private final MemorySlotStore store = new MemorySlotStore();

  @Override
  protected SlotStore afterPowerCut() {
    store.cutPower();
    return store;
  }
}
