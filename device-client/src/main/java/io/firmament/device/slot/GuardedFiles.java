package io.firmament.device.slot;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Stops writing for good when a force or a rename failed: what is on the disk is unknown from then
 * on, and a second force would succeed without having written anything. The next boot looks again.
 */
final class GuardedFiles implements SlotFiles {
  private final SlotFiles files;
  private String failed = "";

  GuardedFiles(SlotFiles files) {
    this.files = files;
  }

  @Override
  public List<String> list() throws IOException {
    return files.list();
  }

  @Override
  public OptionalLong size(String name) throws IOException {
    return files.size(name);
  }

  @Override
  public byte[] read(String name, long offsetBytes, int length) throws IOException {
    return files.read(name, offsetBytes, length);
  }

  @Override
  public void create(String name) throws IOException {
    requireSound();
    files.create(name);
  }

  @Override
  public void write(String name, long offsetBytes, byte[] octets) throws IOException {
    requireSound();
    files.write(name, offsetBytes, octets);
  }

  @Override
  public void force(String name) throws IOException {
    critical("force " + name, () -> files.force(name));
  }

  @Override
  public void move(String from, String to) throws IOException {
    critical("rename " + from, () -> files.move(from, to));
  }

  @Override
  public void delete(String name) throws IOException {
    requireSound();
    files.delete(name);
  }

  @Override
  public void forceDirectory() throws IOException {
    critical("force the directory", files::forceDirectory);
  }

  @Override
  public long usableBytes() throws IOException {
    return files.usableBytes();
  }

  @Override
  public void close() {
    files.close();
  }

  private void critical(String what, Operation operation) throws IOException {
    requireSound();
    failed = what;
    operation.run();
    failed = "";
  }

  private void requireSound() throws IOException {
    if (!failed.isEmpty()) {
      throw new IOException(
          "nothing is written until the next boot, since '" + failed + "' failed");
    }
  }

  private interface Operation {
    void run() throws IOException;
  }
}
