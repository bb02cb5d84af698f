package io.firmament.server.store;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.mapdb.DBException;
import org.mapdb.DataInput2;
import org.mapdb.volume.Volume;

/** A file that MapDB writes, with somebody told of each write before it is done. */
final class WatchedVolume extends Volume {
  private final Path path;
  private final int file;
  private final Volume volume;
  private final WatchedDisk.Watcher watcher;

  WatchedVolume(Path path, int file, Volume volume, WatchedDisk.Watcher watcher) {
    this.path = path;
    this.file = file;
    this.volume = volume;
    this.watcher = watcher;
  }

  private void before(DiskStep step) {
    try {
      watcher.before(step);
    } catch (IOException e) {
      throw new DBException.VolumeIOError(e);
    }
  }

  private void beforeWrite(long offset, byte[] octets) {
    before(new DiskStep.Write(path, file, offset, octets));
  }

  @Override
  public void ensureAvailable(long offset) {
    long before = volume.length();
    volume.ensureAvailable(offset);
    if (volume.length() > before) {
      beforeWrite(volume.length() - 1, new byte[1]);
    }
  }

  @Override
  public void truncate(long size) {
    before(new DiskStep.Truncate(path, file, size));
    volume.truncate(size);
  }

  @Override
  public void putLong(long offset, long value) {
    beforeWrite(offset, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    volume.putLong(offset, value);
  }

  @Override
  public void putInt(long offset, int value) {
    beforeWrite(offset, ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    volume.putInt(offset, value);
  }

  @Override
  public void putByte(long offset, byte value) {
    beforeWrite(offset, new byte[] {value});
    volume.putByte(offset, value);
  }

  @Override
  public void putData(long offset, byte[] src, int srcPos, int srcSize) {
    beforeWrite(offset, Arrays.copyOfRange(src, srcPos, srcPos + srcSize));
    volume.putData(offset, src, srcPos, srcSize);
  }

  @Override
  public void putData(long offset, ByteBuffer buf) {
    byte[] octets = new byte[buf.remaining()];
    buf.duplicate().get(octets);
    beforeWrite(offset, octets);
    volume.putData(offset, buf);
  }

  @Override
  public void clear(long startOffset, long endOffset) {
    beforeWrite(startOffset, new byte[Math.toIntExact(endOffset - startOffset)]);
    volume.clear(startOffset, endOffset);
  }

  @Override
  public void sync() {
    before(new DiskStep.Force(path, file));
    volume.sync();
  }

  @Override
  public long getLong(long offset) {
    return volume.getLong(offset);
  }

  @Override
  public int getInt(long offset) {
    return volume.getInt(offset);
  }

  @Override
  public byte getByte(long offset) {
    return volume.getByte(offset);
  }

  @Override
  public DataInput2 getDataInput(long offset, int size) {
    return volume.getDataInput(offset, size);
  }

  @Override
  public void getData(long offset, byte[] bytes, int bytesPos, int size) {
    volume.getData(offset, bytes, bytesPos, size);
  }

  @Override
  public void close() {
    volume.close();
  }

  @Override
  public boolean isClosed() {
    return volume.isClosed();
  }

  @Override
  public int sliceSize() {
    return volume.sliceSize();
  }

  @Override
  public boolean isSliced() {
    return volume.isSliced();
  }

  @Override
  public long length() {
    return volume.length();
  }

  @Override
  public boolean isReadOnly() {
    return volume.isReadOnly();
  }

  @Override
  public File getFile() {
    return volume.getFile();
  }

  @Override
  public boolean getFileLocked() {
    return volume.getFileLocked();
  }
}
