package io.firmament.device.slot;

import io.firmament.device.core.SlotStore;

/** The contract on files that forget what was not forced. */
class FileSlotStoreContractTest extends SlotStoreContract {
  private ForgetfulFiles files = new ForgetfulFiles();

  @Override
  protected SlotStore afterPowerCut() {
    files = files.afterLosingAll();
    return new FileSlotStore(files, SlotOptions.DEFAULT);
  }
}
