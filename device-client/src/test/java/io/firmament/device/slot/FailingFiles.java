package io.firmament.device.slot;

import java.io.IOException;
import java.util.function.Supplier;

/** The fault: from some operation on, whatever changes something fails. */
final class FailingFiles extends PassingFiles {
  private final Supplier<IOException> failure;
  private long operationsLeft;

  FailingFiles(SlotFiles files, long soundOperations, Supplier<IOException> failure) {
    super(files);
    this.operationsLeft = soundOperations;
    this.failure = failure;
  }

  /** Whether anything failed yet, or would at the next operation. */
  boolean exhausted() {
    return operationsLeft == 0;
  }

  @Override
  protected void changing() throws IOException {
    if (operationsLeft == 0) {
      throw failure.get();
    }
    operationsLeft--;
  }
}
