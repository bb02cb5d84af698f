package io.firmament.device.slot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.OptionalLong;

/** The fault: there is one state file, and it is emptied and rewritten. */
final class InPlaceStateFiles extends PassingFiles {
  private static final String ONLY = FileNames.STATES.get(0);

  private final ByteArrayOutputStream aside = new ByteArrayOutputStream();

  InPlaceStateFiles(SlotFiles files) {
    super(files);
  }

  @Override
  public OptionalLong size(String name) throws IOException {
    return name.equals(FileNames.STATES.get(1)) ? OptionalLong.empty() : super.size(name);
  }

  @Override
  public void create(String name) throws IOException {
    if (name.equals(FileNames.STATE_ASIDE)) {
      aside.reset();
    } else {
      super.create(name);
    }
  }

  @Override
  public void write(String name, long offsetBytes, byte[] octets) throws IOException {
    if (name.equals(FileNames.STATE_ASIDE)) {
      aside.writeBytes(octets);
    } else {
      super.write(name, offsetBytes, octets);
    }
  }

  @Override
  public void force(String name) throws IOException {
    if (!name.equals(FileNames.STATE_ASIDE)) {
      super.force(name);
    }
  }

  @Override
  public void move(String from, String to) throws IOException {
    if (!from.equals(FileNames.STATE_ASIDE)) {
      super.move(from, to);
      return;
    }
    super.create(ONLY);
    super.write(ONLY, 0, aside.toByteArray());
    super.force(ONLY);
  }
}
