package io.firmament.server.store;

import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.Digest;
import io.firmament.server.app.BlobStore;
import io.firmament.server.app.BlobTooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Immutable files, each under its digest: written aside, forced, renamed, the directory forced. A
 * blob that is deleted while a backup runs is gone for everybody but the backup; its file goes with
 * the next deletion.
 */
public final class FileBlobStore implements BlobStore {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MOST_OPEN = 64;
  private static final Pattern BLOB = Pattern.compile("[0-9a-f]{64}");

  private final Path root;
  private final Disk disk;
  private final Retention retention;
  private final OpenBlobs open = new OpenBlobs(MOST_OPEN);
  private final AtomicLong uploads = new AtomicLong();
  private final Object monitor = new Object();
  private final Set<Digest> doomed = ConcurrentHashMap.newKeySet();

  private FileBlobStore(DataDirectory data) {
    this.root = data.blobs();
    this.disk = data.disk();
    this.retention = data.retention();
  }

  /** Opens the blobs of a data directory; what was being uploaded when it was closed is removed. */
  public static FileBlobStore open(DataDirectory data) throws IOException {
    FileBlobStore store = new FileBlobStore(data);
    DataDirectory.sweep(store.disk, store.root);
    return store;
  }

  @Override
  public Digest put(InputStream content, long limitBytes)
      throws IOException, BlobTooLargeException {
    try (FileDraft draft = draft()) {
      OutputStream out = draft.content();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        if (count > limitBytes - draft.sizeBytes()) {
          throw new BlobTooLargeException(limitBytes);
        }
        out.write(buffer, 0, count);
      }
      return draft.keep();
    }
  }

  @Override
  public FileDraft draft() throws IOException {
    Path aside = root.resolve("upload-" + uploads.incrementAndGet() + DataDirectory.ASIDE);
    return new FileDraft(disk, aside, this::keep);
  }

  private void keep(Path aside, Digest digest) throws IOException {
    Path file = file(digest);
    synchronized (monitor) {
      doomed.remove(digest);
      if (!Files.isDirectory(file.getParent())) {
        disk.createDirectory(file.getParent());
        disk.forceDirectory(root);
      }
      disk.move(aside, file);
      open.close(digest);
      disk.forceDirectory(file.getParent());
    }
  }

  @Override
  public OptionalLong size(Digest digest) {
    try {
      return OptionalLong.of(Files.size(existing(digest)));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public byte[] read(Digest digest, ByteRange range) throws IOException {
    Path file = existing(digest);
    try {
      return read(open.of(digest, file), range);
    } catch (ClosedChannelException e) {
      // It gave way to another one, or another reader was interrupted: this one takes its own.
      try (FileChannel own = FileChannel.open(file, StandardOpenOption.READ)) {
        return read(own, range);
      }
    }
  }

  private static byte[] read(FileChannel channel, ByteRange range) throws IOException {
    long present = Math.max(0, Math.min(range.length(), channel.size() - range.offset()));
    ByteBuffer octets = ByteBuffer.allocate(Math.toIntExact(present));
    long at = range.offset();
    for (int count = 0; octets.hasRemaining() && count >= 0; at += count) {
      count = channel.read(octets, at);
    }
    return octets.hasRemaining()
        ? Arrays.copyOf(octets.array(), octets.position())
        : octets.array();
  }

  @Override
  public InputStream open(Digest digest) throws IOException {
    return Files.newInputStream(existing(digest));
  }

  @Override
  public List<Digest> all() throws IOException {
    List<Digest> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root, 2)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> BLOB.matcher(name).matches())
          .map(Digest::new)
          .filter(digest -> !doomed.contains(digest))
          .forEach(all::add);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return all;
  }

  @Override
  public void delete(Digest digest) throws IOException {
    synchronized (monitor) {
      doomed.add(digest);
      retention.unlessHeld(this::deleteDoomed);
    }
  }

  private void deleteDoomed() throws IOException {
    for (Digest digest : Set.copyOf(doomed)) {
      Path file = file(digest);
      disk.delete(file);
      open.close(digest);
      if (Files.isDirectory(file.getParent())) {
        disk.forceDirectory(file.getParent());
      }
      doomed.remove(digest);
    }
  }

  private Path existing(Digest digest) throws NoSuchFileException {
    if (doomed.contains(digest)) {
      throw new NoSuchFileException("no blob " + digest);
    }
    return file(digest);
  }

  private Path file(Digest digest) {
    return root.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
  }
}
