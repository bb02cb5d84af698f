package io.firmament.device.slot;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** Hands everything on: the ground for files that watch what is done, or do one thing otherwise. */
public abstract class PassingFiles implements SlotFiles {
  private final SlotFiles files;

  /** Hands everything on to these files. */
  protected PassingFiles(SlotFiles files) {
    this.files = files;
  }

  /** Called before whatever changes something is handed on; what it throws comes in its place. */
  protected void changing() throws IOException {
    // Whoever watches says what happens.
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
    changing();
    files.create(name);
  }

  @Override
  public void write(String name, long offsetBytes, byte[] octets) throws IOException {
    changing();
    files.write(name, offsetBytes, octets);
  }

  @Override
  public void force(String name) throws IOException {
    changing();
    files.force(name);
  }

  @Override
  public void move(String from, String to) throws IOException {
    changing();
    files.move(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    changing();
    files.delete(name);
  }

  @Override
  public void forceDirectory() throws IOException {
    changing();
    files.forceDirectory();
  }

  @Override
  public long usableBytes() throws IOException {
    return files.usableBytes();
  }

  @Override
  public void close() {
    files.close();
  }
}
