package io.firmament.device.slot;

import java.io.IOException;

/** The fault: a disk that is full, until it is not; half of a write that fails is written. */
final class FullFiles extends PassingFiles {
  private boolean full;

  FullFiles(SlotFiles files) {
    super(files);
  }

  void fill() {
    full = true;
  }

  void free() {
    full = false;
  }

  @Override
  public void write(String name, long offsetBytes, byte[] octets) throws IOException {
    if (full) {
      super.write(name, offsetBytes, java.util.Arrays.copyOf(octets, octets.length / 2));
      throw new IOException("No space left on device");
    }
    super.write(name, offsetBytes, octets);
  }

  @Override
  public long usableBytes() throws IOException {
    return full ? 0 : super.usableBytes();
  }
}
