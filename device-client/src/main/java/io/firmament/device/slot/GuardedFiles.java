package io.firmament.device.slot;

import java.io.IOException;

/**
 * Stops writing for good when a force or a rename failed: what is on the disk is unknown from then
 * on, and a second force would succeed without having written anything. The next boot looks again.
 */
final class GuardedFiles extends PassingFiles {
  private String failed = "";

  GuardedFiles(SlotFiles files) {
    super(files);
  }

  @Override
  protected void changing() throws IOException {
    if (!failed.isEmpty()) {
      throw new IOException(
          "nothing is written until the next boot, since '" + failed + "' failed");
    }
  }

  @Override
  public void force(String name) throws IOException {
    critical("force " + name, () -> super.force(name));
  }

  @Override
  public void move(String from, String to) throws IOException {
    critical("rename " + from, () -> super.move(from, to));
  }

  @Override
  public void forceDirectory() throws IOException {
    critical("force the directory", super::forceDirectory);
  }

  private void critical(String what, Operation operation) throws IOException {
    boolean done = false;
    try {
      operation.run();
      done = true;
    } finally {
      if (!done && failed.isEmpty()) {
        failed = what;
      }
    }
  }

  private interface Operation {
    void run() throws IOException;
  }
}
