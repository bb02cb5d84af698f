package io.firmament.server.coap;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an eavesdropper learns of the DTLS between one device and a server: which nonces were used
 * under which key. A nonce that comes twice under one key gives away the authentication of AES-CCM
 * and what both records say (RFC 6655 section 3, RFC 5116 section 5.1.1).
 *
 * <p>A key is known by the server's random number of its handshake, in a resumption too, by the
 * direction, the epoch, and upwards by the connection id; a side uses new keys from its
 * ChangeCipherSpec on; a nonce by (epoch, sequence number) in the record's header (RFC 6347 section
 * 4.1), and by the explicit nonce at the head of the encrypted fragment.
 */
public final class CapturedRecords {
  /** Who sent it. */
  public enum Direction {
    /** The device. */
    UP,
    /** The server. */
    DOWN
  }

  private static final int HEADER_BYTES = 13;
  private static final int CID_BYTES = 8;
  private static final int NONCE_BYTES = 8;
  private static final int SEQUENCE_BYTES = 6;
  private static final byte CHANGE_CIPHER_SPEC = 20;
  private static final byte HANDSHAKE = 22;
  private static final byte WITH_CID = 25;
  private static final byte SERVER_HELLO = 2;
  private static final int HANDSHAKE_HEADER_BYTES = 12;
  private static final int VERSION_BYTES = 2;
  private static final int RANDOM_BYTES = 32;

  private final Set<String> keys = new HashSet<>();
  private final Set<String> used = new HashSet<>();
  private final List<String> repeated = new ArrayList<>();
  private final Map<Direction, String> inUse = new EnumMap<>(Direction.class);
  private String handshake = "before the first handshake";
  private int records;

  /** Takes a datagram in. */
  public synchronized void add(Direction direction, byte[] datagram) {
    ByteBuffer rest = ByteBuffer.wrap(datagram);
    while (rest.remaining() >= HEADER_BYTES) {
      record(direction, rest);
    }
  }

  private void record(Direction direction, ByteBuffer in) {
    byte type = in.get();
    in.getShort(); // version
    int epoch = in.getShort();
    String sequence = hex(in, SEQUENCE_BYTES);
    String cid = type == WITH_CID ? hex(in, CID_BYTES) : "";
    byte[] fragment = new byte[in.getShort() & 0xFFFF];
    in.get(fragment);
    if (epoch == 0) {
      noteHandshake(direction, type, fragment);
      return;
    }
    records++;
    String key =
        direction + " " + inUse.getOrDefault(direction, "unknown") + " " + cid + " epoch " + epoch;
    keys.add(key);
    use(key + " sequence number " + sequence);
    use(key + " nonce " + hex(ByteBuffer.wrap(fragment), NONCE_BYTES));
  }

  /** New keys come with every server hello; one that is repeated says the same random. */
  private void noteHandshake(Direction direction, byte type, byte[] fragment) {
    if (type == CHANGE_CIPHER_SPEC) {
      inUse.put(direction, handshake);
    }
    boolean hello =
        direction == Direction.DOWN
            && type == HANDSHAKE
            && fragment.length > 0
            && fragment[0] == SERVER_HELLO;
    if (hello) {
      ByteBuffer in = ByteBuffer.wrap(fragment);
      in.position(HANDSHAKE_HEADER_BYTES + VERSION_BYTES);
      handshake = hex(in, RANDOM_BYTES);
    }
  }

  private void use(String nonce) {
    if (!used.add(nonce)) {
      repeated.add(nonce);
    }
  }

  private static String hex(ByteBuffer in, int octets) {
    byte[] taken = new byte[octets];
    in.get(taken);
    return HexFormat.of().formatHex(taken);
  }

  /** The nonces that came twice. */
  public synchronized List<String> repeated() {
    return List.copyOf(repeated);
  }

  /** Keys that were seen in use. */
  public synchronized int keys() {
    return keys.size();
  }

  /** Encrypted records that were seen. */
  public synchronized int records() {
    return records;
  }
}
