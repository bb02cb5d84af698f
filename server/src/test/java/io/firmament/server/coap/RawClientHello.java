package io.firmament.server.coap;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** ClientHellos as octets: what a stranger may make of them (RFC 6347 sections 4.1 and 4.2). */
final class RawClientHello {
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int HELLO_VERIFY_REQUEST = 3;

  /** A record's header, a handshake message's, a version, and a random value. */
  private static final int SESSION_ID_AT = 13 + 12 + 2 + 32;

  /** A record's header, a handshake message's, a version, and the cookie's length. */
  private static final int COOKIE_AT = 13 + 12 + 2 + 1;

  private static final byte[] NULL_COMPRESSION = {1, 0};

  /** Extended master secret, P-256, and an empty connection id. */
  private static final byte[] EXTENSIONS =
      HexFormat.of().parseHex("0011" + "00170000" + "000a000400020017" + "0036000100");

  private RawClientHello() {}

  /** A first ClientHello, without a cookie, that proposes one cipher suite. */
  static byte[] proposing(int cipherSuite, byte[] sessionId) {
    int body = 2 + 32 + 1 + sessionId.length + 1 + 4 + NULL_COMPRESSION.length + EXTENSIONS.length;
    ByteBuffer hello = ByteBuffer.allocate(13 + 12 + body);
    hello.put((byte) HANDSHAKE).putShort((short) 0xFEFD).putLong(0).putShort((short) (12 + body));
    hello.put((byte) CLIENT_HELLO).put((byte) 0).putShort((short) body).putShort((short) 0);
    hello.put(new byte[3]).put((byte) 0).putShort((short) body);
    hello.putShort((short) 0xFEFD).put(new byte[32]);
    hello.put((byte) sessionId.length).put(sessionId).put((byte) 0);
    hello.putShort((short) 2).putShort((short) cipherSuite);
    hello.put(NULL_COMPRESSION).put(EXTENSIONS);
    return hello.array();
  }

  static boolean isOne(byte[] datagram) {
    return datagram.length > SESSION_ID_AT + 2
        && datagram[0] == HANDSHAKE
        && datagram[13] == CLIENT_HELLO;
  }

  /** The cookie, if a datagram is a HelloVerifyRequest. */
  static Optional<byte[]> cookie(byte[] datagram) {
    return datagram.length > COOKIE_AT
            && datagram[0] == HANDSHAKE
            && datagram[13] == HELLO_VERIFY_REQUEST
        ? Optional.of(Arrays.copyOfRange(datagram, COOKIE_AT, datagram.length))
        : Optional.empty();
  }

  /** The same ClientHello once more with a cookie; empty when it has one, or is cut. */
  static Optional<byte[]> withCookie(byte[] hello, byte[] cookie) {
    int at = SESSION_ID_AT + 1 + (hello[SESSION_ID_AT] & 0xFF);
    if (at >= hello.length || hello[at] != 0) {
      return Optional.empty();
    }
    ByteBuffer again = ByteBuffer.allocate(hello.length + cookie.length);
    again.put(hello, 0, at).put((byte) cookie.length).put(cookie);
    again.put(hello, at + 1, hello.length - at - 1);
    for (int length : new int[] {11, 15, 23}) {
      again.putShort(length, (short) (again.getShort(length) + cookie.length));
    }
    again.put(10, (byte) (again.get(10) + 1));
    again.put(18, (byte) (again.get(18) + 1));
    return Optional.of(again.array());
  }
}
