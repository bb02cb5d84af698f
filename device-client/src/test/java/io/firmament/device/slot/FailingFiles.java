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
  public void create(String name) throws IOException {
    spend();
    super.create(name);
  }

  @Override
  public void write(String name, long offsetBytes, byte[] octets) throws IOException {
    spend();
    super.write(name, offsetBytes, octets);
  }

  @Override
  public void force(String name) throws IOException {
    spend();
    super.force(name);
  }

  @Override
  public void move(String from, String to) throws IOException {
    spend();
    super.move(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    spend();
    super.delete(name);
  }

  @Override
  public void forceDirectory() throws IOException {
    spend();
    super.forceDirectory();
  }

  private void spend() throws IOException {
    if (operationsLeft == 0) {
      throw failure.get();
    }
    operationsLeft--;
  }
}
