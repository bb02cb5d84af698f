package io.firmament.server.store;

import io.firmament.protocol.value.Digest;
import io.firmament.server.app.StoreBackup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Copies a data directory while its server runs, as a ZIP file with a manifest. The order makes the
 * copy consistent: which snapshots count, the snapshots, the journal up to now, then the blobs,
 * each of which was durable before any record named it. Nothing of that is deleted meanwhile.
 */
public final class Backup implements StoreBackup {
  private static final int BUFFER_BYTES = 1 << 16;

  private final DataDirectory data;
  private final JournaledStateStore store;

  /** A backup of this directory and the store that is open in it. */
  public Backup(DataDirectory data, JournaledStateStore store) {
    this.data = data;
    this.store = store;
  }

  @Override
  public BackupReport writeTo(OutputStream out) throws IOException {
    Retention.Hold hold = data.retention().hold();
    try {
      Copy copy = new Copy(data.root(), out);
      copySnapshots(copy);
      long sequence = copyJournal(copy);
      for (Path blob : filesUnder(data.blobs())) {
        copy.file(blob, Files.size(blob));
      }
      copyTheRest(copy);
      BackupManifest manifest = copy.finish();
      return new BackupReport(sequence, manifest.files().size(), manifest.bytes());
    } finally {
      hold.close();
    }
  }

  /** The pointer is read once: it may be replaced meanwhile, its snapshots are not. */
  private void copySnapshots(Copy copy) throws IOException {
    Optional<CurrentPointer> pointer = CurrentPointer.read(data.snapshots());
    if (pointer.isPresent()) {
      copy.text(data.snapshots().resolve(CurrentPointer.FILE), pointer.get().text());
      for (CurrentPointer.Entry entry : pointer.get().entries()) {
        Path file = data.snapshots().resolve(entry.name());
        if (Files.exists(file)) {
          copy.file(file, Files.size(file));
        }
      }
    }
  }

  private long copyJournal(Copy copy) throws IOException {
    List<JournalSegment> segments = store.segments();
    for (JournalSegment segment : segments) {
      copy.file(segment.file(), segment.length());
    }
    return segments.get(segments.size() - 1).last();
  }

  private void copyTheRest(Copy copy) throws IOException {
    Set<Path> apart =
        Set.of(
            data.journal(),
            data.snapshots(),
            data.blobs(),
            data.root().resolve(DataDirectory.SESSIONS),
            data.root().resolve(DataDirectory.LOCK));
    List<Path> others;
    try (Stream<Path> children = Files.list(data.root())) {
      others = children.filter(child -> !apart.contains(child)).sorted().toList();
    }
    for (Path other : others) {
      for (Path file : filesUnder(other)) {
        copy.file(file, Files.size(file));
      }
    }
  }

  private static List<Path> filesUnder(Path top) throws IOException {
    try (Stream<Path> files = Files.walk(top)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(DataDirectory.ASIDE))
          .sorted()
          .toList();
    }
  }

  /** The copy as it grows. */
  private static final class Copy {
    private final Path root;
    private final ZipOutputStream zip;
    private final List<BackupManifest.Entry> files = new ArrayList<>();

    private Copy(Path root, OutputStream out) {
      this.root = root;
      this.zip = new ZipOutputStream(out);
      zip.setLevel(Deflater.BEST_SPEED);
    }

    /** Copies the first octets of a file, which may be growing. */
    private void file(Path file, long size) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        entry(file, in, size);
      }
    }

    private void text(Path file, String text) throws IOException {
      byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
      entry(file, new ByteArrayInputStream(octets), octets.length);
    }

    private void entry(Path file, InputStream in, long size) throws IOException {
      String name = root.relativize(file).toString().replace('\\', '/');
      if (!BackupManifest.isName(name)) {
        throw new IOException(
            "the data directory holds a file that no backup can name: '" + name + "'");
      }
      zip.putNextEntry(new ZipEntry(name));
      MessageDigest digest = Digest.sha256();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (long left = size; left > 0; ) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new IOException(file + " ended " + left + " octets before its end");
        }
        digest.update(buffer, 0, count);
        zip.write(buffer, 0, count);
        left -= count;
      }
      zip.closeEntry();
      files.add(new BackupManifest.Entry(Digest.ofOctets(digest.digest()), size, name));
    }

    private BackupManifest finish() throws IOException {
      BackupManifest manifest = new BackupManifest(files);
      zip.putNextEntry(new ZipEntry(BackupManifest.NAME));
      zip.write(manifest.text().getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
      zip.finish();
      zip.flush();
      return manifest;
    }
  }
}
