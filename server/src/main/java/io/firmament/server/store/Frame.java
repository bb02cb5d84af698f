package io.firmament.server.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A journal record as it lies in a segment:
 *
 * <pre>
 * length    u32  octets of what follows, more than 0
 * version   u8   1
 * sequence  u64  the first sequence number of the record
 * payload
 * crc       u32  CRC-32C (RFC 3720) of the segment's id and everything above
 * </pre>
 *
 * The id in the checksum keeps octets of another segment, or of the record's own content, from
 * passing for a record.
 *
 * @param start where it starts in the segment
 * @param sequence its first sequence number
 * @param payload what it says
 * @param crc its checksum
 */
record Frame(int start, long sequence, byte[] payload, int crc) {
  /** The most that a payload may hold; far above what is ever grouped. */
  static final int MAX_PAYLOAD = 32 << 20;

  private static final int VERSION = 1;
  private static final int LENGTH_BYTES = 4;
  private static final int HEAD_BYTES = 1 + 8;
  private static final int CRC_BYTES = 4;

  /** A frame that is not in a segment yet. */
  static ByteBuffer encode(long segmentId, long sequence, byte[] payload) {
    int length = HEAD_BYTES + payload.length + CRC_BYTES;
    ByteBuffer frame = ByteBuffer.allocate(LENGTH_BYTES + length);
    frame.putInt(length).put((byte) VERSION).putLong(sequence).put(payload);
    frame.putInt(checksum(segmentId, frame.array(), 0, frame.position()));
    return frame.flip();
  }

  /** The frame that starts there, if a whole and right one does. */
  static Optional<Frame> at(long segmentId, byte[] segment, int start) {
    ByteBuffer octets = ByteBuffer.wrap(segment, start, segment.length - start);
    if (octets.remaining() < LENGTH_BYTES + HEAD_BYTES + CRC_BYTES) {
      return Optional.empty();
    }
    int length = octets.getInt();
    boolean fits = length >= HEAD_BYTES + CRC_BYTES && length <= octets.remaining();
    if (!fits || octets.get() != VERSION) {
      return Optional.empty();
    }
    long sequence = octets.getLong();
    int crcAt = start + LENGTH_BYTES + length - CRC_BYTES;
    int crc = octets.getInt(crcAt);
    if (crc != checksum(segmentId, segment, start, crcAt - start)) {
      return Optional.empty();
    }
    byte[] payload = Arrays.copyOfRange(segment, octets.position(), crcAt);
    return Optional.of(new Frame(start, sequence, payload, crc));
  }

  /**
   * Whether a right frame with a higher sequence number starts anywhere behind {@code from}: then
   * what is wrong at {@code from} is not the torn end of an interrupted write.
   */
  static boolean anyBehind(long segmentId, byte[] segment, int from, long sequence) {
    ByteBuffer octets = ByteBuffer.wrap(segment);
    int last = segment.length - LENGTH_BYTES - HEAD_BYTES - CRC_BYTES;
    for (int at = from; at <= last; at++) {
      if (octets.get(at + LENGTH_BYTES) == VERSION) {
        long found = octets.getLong(at + LENGTH_BYTES + 1);
        boolean plausible = found > sequence && found - sequence <= segment.length;
        if (plausible && at(segmentId, segment, at).isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Where the next one starts. */
  int end() {
    return start + LENGTH_BYTES + HEAD_BYTES + payload.length + CRC_BYTES;
  }

  private static int checksum(long segmentId, byte[] octets, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, segmentId));
    crc.update(octets, from, length);
    return (int) crc.getValue();
  }
}
