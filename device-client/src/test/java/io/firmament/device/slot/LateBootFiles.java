package io.firmament.device.slot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The fault: what the boot stub writes is written only when the application has started, so that an
 * attempt is counted after the trial that it pays for.
 */
final class LateBootFiles extends PassingFiles {
  private final List<Operation> held = new ArrayList<>();
  private boolean holding = true;

  LateBootFiles(SlotFiles files) {
    super(files);
  }

  /** The application runs: now the boot stub's operations are done. */
  void applicationStarted() {
    holding = false;
    try {
      for (Operation operation : held) {
        operation.run();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    held.clear();
  }

  @Override
  public List<String> list() throws IOException {
    // The boot stub looks around first: a new boot begins.
    holding = true;
    held.clear();
    return super.list();
  }

  @Override
  public void create(String name) throws IOException {
    late(() -> super.create(name));
  }

  @Override
  public void write(String name, long offsetBytes, byte[] octets) throws IOException {
    late(() -> super.write(name, offsetBytes, octets));
  }

  @Override
  public void force(String name) throws IOException {
    late(() -> super.force(name));
  }

  @Override
  public void move(String from, String to) throws IOException {
    late(() -> super.move(from, to));
  }

  @Override
  public void delete(String name) throws IOException {
    late(() -> super.delete(name));
  }

  @Override
  public void forceDirectory() throws IOException {
    late(super::forceDirectory);
  }

  private void late(Operation operation) throws IOException {
    if (holding) {
      held.add(operation);
    } else {
      operation.run();
    }
  }

  private interface Operation {
    void run() throws IOException;
  }
}
