package io.firmament.server.store;

import io.firmament.protocol.value.Digest;
import io.firmament.server.app.BlobDraft;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** A file aside that becomes a blob, or is deleted. */
final class FileDraft implements BlobDraft {
  /** Gives a finished file its name. */
  interface Keeper {
    void keep(Path aside, Digest digest) throws IOException;
  }

  private final Disk disk;
  private final Path aside;
  private final Keeper keeper;
  private final Disk.Output out;
  private final MessageDigest digest = Digest.sha256();
  private long sizeBytes;

  FileDraft(Disk disk, Path aside, Keeper keeper) throws IOException {
    this.disk = disk;
    this.aside = aside;
    this.keeper = keeper;
    this.out = disk.create(aside);
  }

  @Override
  public OutputStream content() {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] octets, int offset, int length) throws IOException {
        out.write(ByteBuffer.wrap(octets, offset, length));
        digest.update(octets, offset, length);
        sizeBytes += length;
      }
    };
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(aside);
  }

  @Override
  public ByteBuffer view() throws IOException {
    try (FileChannel file = FileChannel.open(aside, StandardOpenOption.READ)) {
      if (sizeBytes > Integer.MAX_VALUE) {
        throw new IOException("a file of " + sizeBytes + " octets is too large to be viewed");
      }
      return file.map(FileChannel.MapMode.READ_ONLY, 0, sizeBytes);
    }
  }

  @Override
  public Digest digest() {
    try {
      return Digest.ofOctets(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("every SHA-256 of the platform can be cloned", e);
    }
  }

  @Override
  public Digest keep() throws IOException {
    Digest name = digest();
    out.force();
    out.close();
    keeper.keep(aside, name);
    return name;
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } finally {
      disk.delete(aside);
    }
  }
}
