package io.firmament.device.sim;

import io.firmament.device.slot.PassingFiles;
import io.firmament.device.slot.SlotFiles;

/** Counts the changes of the storage, and cuts the power instead of one of them. */
final class PowerCutFiles extends PassingFiles {
  private final WriteCount count;

  PowerCutFiles(SlotFiles files, WriteCount count) {
    super(files);
    this.count = count;
  }

  @Override
  protected void changing() {
    count.next();
  }
}
