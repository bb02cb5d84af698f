package io.firmament.server.store;

import io.firmament.protocol.value.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.mapdb.DB;
import org.mapdb.Serializer;

/** How records lie in a MapDB file: one tree, keys by their octets, values with their revision. */
final class SnapshotTable {
  private static final String NAME = "records";

  private SnapshotTable() {}

  static DB.TreeMapMaker<byte[], byte[]> in(DB db) {
    return db.treeMap(NAME, Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY);
  }

  static byte[] encode(long revision, byte[] value) {
    return ByteBuffer.allocate(Long.BYTES + value.length).putLong(revision).put(value).array();
  }

  static Version decode(byte[] stored) {
    return new Version(
        ByteBuffer.wrap(stored).getLong(),
        Optional.of(Arrays.copyOfRange(stored, Long.BYTES, stored.length)));
  }

  /** Of all that a table holds: what is read back is compared with what was written. */
  static final class Checksum {
    private final MessageDigest sum = Digest.sha256();
    private long records;

    void add(byte[] key, byte[] value) {
      sum.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, key.length));
      sum.update(key);
      sum.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, value.length));
      sum.update(value);
      records++;
    }

    String text() {
      return records + " records, " + Digest.ofOctets(sum.digest());
    }
  }
}
