package io.firmament.device.slot;

import java.util.function.Predicate;

/** The fault: a force is left out, for the names that a condition picks. */
final class UnforcedFiles extends PassingFiles {
  /** What a force of the directory is called here. */
  static final String DIRECTORY = "directory";

  private final Predicate<String> leftOut;

  UnforcedFiles(SlotFiles files, Predicate<String> leftOut) {
    super(files);
    this.leftOut = leftOut;
  }

  @Override
  public void force(String name) throws java.io.IOException {
    if (!leftOut.test(name)) {
      super.force(name);
    }
  }

  @Override
  public void forceDirectory() throws java.io.IOException {
    if (!leftOut.test(DIRECTORY)) {
      super.forceDirectory();
    }
  }
}
