package io.firmament.server.store;

import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.Digest;
import io.firmament.server.app.BlobDraft;
import io.firmament.server.app.BlobStore;
import io.firmament.server.app.BlobTooLargeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** Blobs in memory, for tests. */
public final class MemoryBlobStore implements BlobStore {
  private final Map<Digest, byte[]> blobs = new ConcurrentHashMap<>();
  private volatile boolean refusesDrafts;

  @Override
  public Digest put(InputStream content, long limitBytes)
      throws IOException, BlobTooLargeException {
    byte[] octets = content.readNBytes((int) Math.min(limitBytes + 1, Integer.MAX_VALUE));
    if (octets.length > limitBytes) {
      throw new BlobTooLargeException(limitBytes);
    }
    Digest digest = Digest.of(octets);
    blobs.put(digest, octets);
    return digest;
  }

  /** The disk has no room for drafts, from now on or no more. */
  public void refuseDrafts(boolean refused) {
    refusesDrafts = refused;
  }

  @Override
  public BlobDraft draft() throws IOException {
    if (refusesDrafts) {
      throw new IOException("no space left on device");
    }
    return new MemoryDraft();
  }

  @Override
  public OptionalLong size(Digest digest) {
    byte[] octets = blobs.get(digest);
    return octets == null ? OptionalLong.empty() : OptionalLong.of(octets.length);
  }

  @Override
  public byte[] read(Digest digest, ByteRange range) throws IOException {
    byte[] octets = octets(digest);
    int from = (int) Math.min(range.offset(), octets.length);
    return Arrays.copyOfRange(octets, from, (int) Math.min(range.end(), octets.length));
  }

  @Override
  public InputStream open(Digest digest) throws IOException {
    return new ByteArrayInputStream(octets(digest));
  }

  @Override
  public List<Digest> all() {
    return List.copyOf(blobs.keySet());
  }

  @Override
  public void delete(Digest digest) {
    blobs.remove(digest);
  }

  /** A draft in memory: strict about what comes after it was kept or given up. */
  private final class MemoryDraft implements BlobDraft {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private boolean over;

    @Override
    public OutputStream content() {
      requireOpen();
      return written;
    }

    @Override
    public long sizeBytes() {
      requireOpen();
      return written.size();
    }

    @Override
    public InputStream open() {
      requireOpen();
      return new ByteArrayInputStream(written.toByteArray());
    }

    @Override
    public ByteBuffer view() {
      requireOpen();
      return ByteBuffer.wrap(written.toByteArray()).asReadOnlyBuffer();
    }

    @Override
    public Digest digest() {
      requireOpen();
      return Digest.of(written.toByteArray());
    }

    @Override
    public Digest keep() {
      Digest digest = digest();
      over = true;
      blobs.put(digest, written.toByteArray());
      return digest;
    }

    @Override
    public void close() {
      over = true;
    }

    private void requireOpen() {
      if (over) {
        throw new IllegalStateException("the draft was kept or given up");
      }
    }
  }

  private byte[] octets(Digest digest) throws IOException {
    byte[] octets = blobs.get(digest);
    if (octets == null) {
      throw new NoSuchFileException("no blob " + digest);
    }
    return octets;
  }
}
