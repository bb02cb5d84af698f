package io.firmament.device.sim;

import io.firmament.device.slot.SlotFiles;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** Counts the changes of the storage, and cuts the power instead of one of them. */
final class PowerCutFiles implements SlotFiles {
  private final SlotFiles files;
  private final WriteCount count;

  PowerCutFiles(SlotFiles files, WriteCount count) {
    this.files = files;
    this.count = count;
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
    count.next();
    files.create(name);
  }

  @Override
  public void write(String name, long offsetBytes, byte[] octets) throws IOException {
    count.next();
    files.write(name, offsetBytes, octets);
  }

  @Override
  public void force(String name) throws IOException {
    count.next();
    files.force(name);
  }

  @Override
  public void move(String from, String to) throws IOException {
    count.next();
    files.move(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    count.next();
    files.delete(name);
  }

  @Override
  public void forceDirectory() throws IOException {
    count.next();
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
