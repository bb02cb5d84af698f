package io.firmament.device.slot;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A file of the directory as a stream. What the directory cannot do is told from bad content. */
final class FileInput extends InputStream {
  /** Octets that are read or written at once. */
  static final int CHUNK_BYTES = 16 * 1024;

  private final SlotFiles files;
  private final String name;
  private byte[] chunk = new byte[0];
  private int taken;
  private long nextOffset;

  FileInput(SlotFiles files, String name) {
    this.files = files;
    this.name = name;
  }

  @Override
  public int read() throws IOException {
    return fill() ? chunk[taken++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, chunk.length - taken);
    System.arraycopy(chunk, taken, target, offset, count);
    taken += count;
    return count;
  }

  private boolean fill() throws FileReadException {
    if (taken == chunk.length) {
      try {
        chunk = files.read(name, nextOffset, CHUNK_BYTES);
      } catch (IOException e) {
        throw new FileReadException(name, e);
      }
      nextOffset += chunk.length;
      taken = 0;
    }
    return chunk.length > 0;
  }

  /** The directory failed, not the content. */
  static final class FileReadException extends IOException {
    private static final long serialVersionUID = 1L;

    FileReadException(String name, IOException cause) {
      super(name + " cannot be read: " + cause.getMessage(), cause);
    }
  }
}
