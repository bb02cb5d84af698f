package io.firmament.server.store;

import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.Digest;
import io.firmament.server.app.BlobStore;
import io.firmament.server.app.BlobTooLargeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** Blobs in memory, for tests. */
public final class MemoryBlobStore implements BlobStore {
  private final Map<Digest, byte[]> blobs = new ConcurrentHashMap<>();

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
  public void delete(Digest digest) {
    blobs.remove(digest);
  }

  private byte[] octets(Digest digest) throws IOException {
    byte[] octets = blobs.get(digest);
    if (octets == null) {
      throw new NoSuchFileException("no blob " + digest);
    }
    return octets;
  }
}
