package io.firmament.server.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import org.mapdb.DB;
import org.mapdb.DBException;
import org.mapdb.DBMaker;
import org.mapdb.volume.Volume;

/**
 * Writes a snapshot: aside, in one pass, without transactions; forced, renamed, the directory
 * forced, and read back before anybody relies on it.
 *
 * @param disk where
 * @param directory the directory of the snapshots
 * @param position the last sequence number that it covers
 */
record SnapshotFile(Disk disk, Path directory, long position) {
  static final String SUFFIX = ".snapshot";

  /**
   * Writes it.
   *
   * @param records in the order of their keys
   * @return the snapshot, open, and how it is named
   * @throws ForceFailedException when the disk cannot be trusted any more
   * @throws IOException when it could not be written, as on a full disk; nothing is lost by that
   */
  Written write(Iterator<Layer.Entry> records) throws IOException {
    String name = String.format(Locale.ROOT, "%019d%s", position, SUFFIX);
    Path file = directory.resolve(name);
    Path aside = directory.resolve(name + DataDirectory.ASIDE);
    disk.delete(aside);
    try {
      String written = fill(aside, records);
      disk.force(aside);
      disk.move(aside, file);
      disk.forceDirectory(directory);
      return new Written(verified(file, written), entry(file));
    } catch (ForceFailedException e) {
      throw e;
    } catch (IOException e) {
      disk.delete(aside);
      disk.delete(file);
      throw e;
    }
  }

  private Snapshot verified(Path file, String written) throws IOException {
    Snapshot snapshot = Snapshot.open(file);
    String found = snapshot.checksum();
    if (!found.equals(written)) {
      snapshot.close();
      throw new IOException(file + ": expected " + written + ", but read back " + found);
    }
    return snapshot;
  }

  private CurrentPointer.Entry entry(Path file) throws IOException {
    return new CurrentPointer.Entry(file.getFileName().toString(), Snapshot.digest(file), position);
  }

  private String fill(Path aside, Iterator<Layer.Entry> records) throws IOException {
    Volume volume = disk.createVolume(aside);
    try (DB db = DBMaker.volumeDB(volume, false).make()) {
      SnapshotTable.Checksum sum = new SnapshotTable.Checksum();
      DB.TreeMapSink<byte[], byte[]> sink = SnapshotTable.in(db).createFromSink();
      while (records.hasNext()) {
        Layer.Entry next = records.next();
        byte[] value =
            SnapshotTable.encode(next.version().revision(), next.version().value().orElseThrow());
        sink.put(next.key().octets(), value);
        sum.add(next.key().octets(), value);
      }
      sink.create();
      return sum.text();
    } catch (DBException e) {
      throw new IOException(aside + " cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * A finished snapshot.
   *
   * @param snapshot open for reading
   * @param entry its name, digest and position
   */
  record Written(Snapshot snapshot, CurrentPointer.Entry entry) {}
}
