package io.firmament.server.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * How a journal segment begins: 40 octets, big-endian, in this order, behind the magic {@code
 * FIRMJRN1}.
 *
 * @param id chosen at random, in the checksum of every record of the segment
 * @param first the first sequence number of the segment
 * @param previousId the id of the segment before it; 0 for the very first
 * @param previousCrc the checksum of the last record before it; 0 when there is none
 */
record SegmentHeader(long id, long first, long previousId, int previousCrc) {
  static final int BYTES = 40;
  private static final byte[] MAGIC = "FIRMJRN1".getBytes(StandardCharsets.US_ASCII);

  byte[] encode() {
    ByteBuffer header = ByteBuffer.allocate(BYTES);
    header.put(MAGIC).putLong(id).putLong(first).putLong(previousId).putInt(previousCrc);
    header.putInt(checksum(header.array()));
    return header.array();
  }

  /** The header of a segment, if it begins with a whole and right one. */
  static Optional<SegmentHeader> of(byte[] segment) {
    boolean present =
        segment.length >= BYTES && Arrays.equals(segment, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    if (!present) {
      return Optional.empty();
    }
    ByteBuffer header = ByteBuffer.wrap(segment, MAGIC.length, BYTES - MAGIC.length);
    SegmentHeader read =
        new SegmentHeader(header.getLong(), header.getLong(), header.getLong(), header.getInt());
    return header.getInt() == checksum(segment) ? Optional.of(read) : Optional.empty();
  }

  private static int checksum(byte[] header) {
    CRC32C crc = new CRC32C();
    crc.update(header, 0, BYTES - Integer.BYTES);
    return (int) crc.getValue();
  }
}
