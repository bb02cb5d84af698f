package io.firmament.server.coap;

/**
 * What the byte ledger needs to know of a CoAP message (RFC 7252 section 3), read without parsing
 * it: the message has crossed the wire, whatever the parser will say of it. Where it is malformed,
 * what could be read stands.
 */
final class CoapPeek {
  private static final int GET = 1;
  private static final int CONTENT = 0x45;
  private static final int URI_PATH = 11;
  private static final int BLOCK2 = 23;
  private static final int MARKER = 0xff;
  private static final int CONFIRMABLE = 0;
  private static final int ACKNOWLEDGEMENT = 2;

  private final byte[] message;
  private int at;
  private int segments;
  private int resource;
  private int name;
  private int block = -1;

  private CoapPeek(byte[] message) {
    this.message = message;
    if (message.length >= 4) {
      at = 4 + tokenLength();
      readOptions();
    }
  }

  static CoapPeek at(byte[] message) {
    return new CoapPeek(message);
  }

  private int tokenLength() {
    return message[0] & 0x0f;
  }

  /** Whether it is a request for a resource with a path of one letter and a name: {@code b/…}. */
  boolean isGet(char letter) {
    return message.length >= 4 && message[1] == GET && resource == letter;
  }

  /** Whether it is 2.05 with a part of something larger. */
  boolean isPart() {
    return message.length >= 4 && message[1] == CONTENT && block >= 0;
  }

  /** A hash of the second segment of the path. */
  int name() {
    return name;
  }

  /** The value of Block2: number, more, size (RFC 7959 section 2.2); -1 where there is none. */
  int block() {
    return block;
  }

  /** The token's octets and their number, where it has four octets or fewer. */
  long token() {
    long token = tokenLength();
    for (int i = 4; i < Math.min(message.length, 4 + Math.min(4, tokenLength())); i++) {
      token = token << 8 | message[i] & 0xff;
    }
    return token;
  }

  /**
   * What a repetition of it has, too: type and message id, of a confirmable message or an
   * acknowledgement; 0 for any other, which is not repeated.
   */
  int repeatable() {
    if (message.length < 4) {
      return 0;
    }
    int type = message[0] >> 4 & 3;
    int id = (message[2] & 0xff) << 8 | message[3] & 0xff;
    return type == CONFIRMABLE || type == ACKNOWLEDGEMENT ? (type + 1) << 16 | id : 0;
  }

  private void readOptions() {
    int number = 0;
    while (at < message.length && (message[at] & 0xff) != MARKER) {
      int head = message[at++] & 0xff;
      int delta = extended(head >> 4);
      int length = extended(head & 0x0f);
      if (delta < 0 || length < 0 || length > message.length - at) {
        return;
      }
      number += delta;
      readOption(number, length);
      at += length;
    }
  }

  /** RFC 7252 section 3.1; -1 where it cannot be read. */
  private int extended(int nibble) {
    if (nibble < 13) {
      return nibble;
    }
    int octets = nibble == 13 ? 1 : nibble == 14 ? 2 : message.length;
    if (octets > message.length - at) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < octets; i++) {
      value = value << 8 | message[at++] & 0xff;
    }
    return value + (octets == 1 ? 13 : 269);
  }

  private void readOption(int number, int length) {
    if (number == URI_PATH) {
      segments++;
      if (segments == 1) {
        resource = length == 1 ? message[at] : 0;
      } else if (segments == 2) {
        for (int i = at; i < at + length; i++) {
          name = 31 * name + message[i];
        }
      }
    } else if (number == BLOCK2 && length <= 3) {
      block = 0;
      for (int i = at; i < at + length; i++) {
        block = block << 8 | message[i] & 0xff;
      }
    }
  }
}
