package io.firmament.server.store;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.mapdb.DBException;
import org.mapdb.DataInput2;
import org.mapdb.volume.Volume;

/**
 * A finished file for MapDB to read, through a channel. MapDB's own volume of this kind is closed
 * for good when any reader's thread is interrupted, since a channel is; this one opens its channel
 * again. The first mebibyte, where MapDB keeps its index, stays in memory.
 */
final class SnapshotVolume extends Volume {
  private static final int HEAD_BYTES = 1 << 20;

  private final Path file;
  private final long length;
  private final ByteBuffer head;
  private final Object monitor = new Object();
  private volatile FileChannel channel;
  private volatile boolean closed;

  SnapshotVolume(Path file) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.length = channel.size();
    ByteBuffer first = ByteBuffer.allocate((int) Math.min(length, HEAD_BYTES));
    fill(first, 0);
    this.head = first.flip();
  }

  private ByteBuffer at(long offset, int size) {
    if (offset + size <= head.limit()) {
      return head.slice((int) offset, size);
    }
    ByteBuffer octets = ByteBuffer.allocate(size);
    try {
      fill(octets, offset);
    } catch (IOException e) {
      throw new DBException.VolumeIOError(e);
    }
    return octets.flip();
  }

  private void fill(ByteBuffer octets, long offset) throws IOException {
    boolean interrupted = false;
    try {
      while (octets.hasRemaining()) {
        FileChannel open = channel;
        try {
          if (open.read(octets, offset + octets.position()) < 0) {
            throw new IOException(file + " ends at " + length + ", read at " + offset);
          }
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
          reopen(open);
        } catch (ClosedChannelException e) {
          reopen(open);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void reopen(FileChannel broken) throws IOException {
    synchronized (monitor) {
      if (closed) {
        throw new ClosedChannelException();
      }
      if (channel.equals(broken)) {
        channel = FileChannel.open(file, StandardOpenOption.READ);
      }
    }
  }

  @Override
  public long getLong(long offset) {
    return at(offset, Long.BYTES).getLong();
  }

  @Override
  public int getInt(long offset) {
    return at(offset, Integer.BYTES).getInt();
  }

  @Override
  public byte getByte(long offset) {
    return at(offset, 1).get();
  }

  @Override
  public long getSixLong(long offset) {
    ByteBuffer six = at(offset, 6);
    return (six.getShort() & 0xFFFFL) << 32 | six.getInt() & 0xFFFF_FFFFL;
  }

  @Override
  public DataInput2 getDataInput(long offset, int size) {
    byte[] octets = new byte[size];
    getData(offset, octets, 0, size);
    return new DataInput2.ByteArray(octets);
  }

  @Override
  public void getData(long offset, byte[] bytes, int bytesPos, int size) {
    at(offset, size).get(bytes, bytesPos, size);
  }

  @Override
  public void close() {
    synchronized (monitor) {
      closed = true;
      try {
        channel.close();
      } catch (IOException e) {
        throw new DBException.VolumeIOError(e);
      }
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public File getFile() {
    return file.toFile();
  }

  @Override
  public boolean getFileLocked() {
    return false;
  }

  @Override
  public int sliceSize() {
    return -1;
  }

  @Override
  public boolean isSliced() {
    return false;
  }

  @Override
  public void sync() {
    // Nothing is ever written.
  }

  @Override
  public void ensureAvailable(long offset) {
    throw readOnly();
  }

  @Override
  public void truncate(long size) {
    throw readOnly();
  }

  @Override
  public void putLong(long offset, long value) {
    throw readOnly();
  }

  @Override
  public void putInt(long offset, int value) {
    throw readOnly();
  }

  @Override
  public void putByte(long offset, byte value) {
    throw readOnly();
  }

  @Override
  public void putData(long offset, byte[] src, int srcPos, int srcSize) {
    throw readOnly();
  }

  @Override
  public void putData(long offset, ByteBuffer buf) {
    throw readOnly();
  }

  @Override
  public void clear(long startOffset, long endOffset) {
    throw readOnly();
  }

  private UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException(file + " is only read");
  }
}
