package io.firmament.server.store;

import io.firmament.protocol.value.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBException;
import org.mapdb.DBMaker;

/** The records as of some sequence number: a MapDB file that is only read. */
final class Snapshot implements Layer, AutoCloseable {
  private final DB db;
  private final BTreeMap<byte[], byte[]> records;

  private Snapshot(DB db) {
    this.db = db;
    this.records = SnapshotTable.in(db).open();
  }

  /**
   * Opens a snapshot whose digest was checked.
   *
   * @throws IOException when it cannot be read
   */
  static Snapshot open(Path file) throws IOException {
    try {
      return new Snapshot(DBMaker.volumeDB(new SnapshotVolume(file), true).readOnly().make());
    } catch (DBException e) {
      throw new IOException(file + " is no snapshot: " + e.getMessage(), e);
    }
  }

  /** The digest of a file. */
  static Digest digest(Path file) throws IOException {
    MessageDigest digest = Digest.sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return Digest.ofOctets(digest.digest());
  }

  String checksum() {
    SnapshotTable.Checksum sum = new SnapshotTable.Checksum();
    records.forEach(sum::add);
    return sum.text();
  }

  @Override
  public Optional<Version> find(RecordKey key) {
    return Optional.ofNullable(records.get(key.octets())).map(SnapshotTable::decode);
  }

  @Override
  public Iterator<Entry> from(RecordKey first) {
    Iterator<Map.Entry<byte[], byte[]>> rest =
        records.tailMap(first.octets(), true).entrySet().iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rest.hasNext();
      }

      @Override
      public Entry next() {
        Map.Entry<byte[], byte[]> next = rest.next();
        return new Entry(new RecordKey(next.getKey()), SnapshotTable.decode(next.getValue()));
      }
    };
  }

  @Override
  public void close() {
    db.close();
  }
}
