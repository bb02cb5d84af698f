package io.firmament.conformance.fuzz;

import java.nio.ByteBuffer;

/**
 * DTLS records whose lengths are those of their datagrams (RFC 6347 sections 4.1 and 4.2.2), so
 * that what is behind them is reached.
 */
final class MendedRecords {
  private static final int RECORD_HEADER = 13;
  private static final int HANDSHAKE_HEADER = 12;
  private static final int HANDSHAKE = 22;

  private MendedRecords() {}

  /**
   * @param input datagrams, each behind its length in two octets
   */
  static byte[] mended(byte[] input) {
    ByteBuffer octets = ByteBuffer.wrap(input.clone());
    int at = 0;
    while (at + 2 + RECORD_HEADER <= octets.limit()) {
      int length = Math.min(octets.getShort(at) & 0x7FF, octets.limit() - at - 2);
      mend(octets, at + 2, length);
      at += 2 + length;
    }
    return octets.array();
  }

  private static void mend(ByteBuffer octets, int at, int length) {
    if (length < RECORD_HEADER) {
      return;
    }
    octets.putShort(at + 1, (short) 0xFEFD);
    octets.putShort(at + 11, (short) (length - RECORD_HEADER));
    int body = length - RECORD_HEADER - HANDSHAKE_HEADER;
    boolean plain = octets.getShort(at + 3) == 0;
    if (octets.get(at) == HANDSHAKE && plain && body >= 0) {
      int message = at + RECORD_HEADER;
      octets.put(message + 1, (byte) 0).putShort(message + 2, (short) body);
      octets.putShort(message + 6, (short) 0).put(message + 8, (byte) 0);
      octets.put(message + 9, (byte) 0).putShort(message + 10, (short) body);
    }
  }
}
