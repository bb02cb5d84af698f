package io.firmament.protocol.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Octets to items, strictly: whatever the core deterministic encoding (RFC 8949 section 4.2.1)
 * would have written otherwise is refused, and so is all that this protocol does not use. Memory
 * stays within a small multiple of the input, since a length is believed only as far as octets
 * follow.
 */
public final class CborDecoder {
  static final int UNSIGNED = 0;
  static final int NEGATIVE = 1;
  static final int BYTES = 2;
  static final int TEXT = 3;
  static final int ARRAY = 4;
  static final int MAP = 5;
  static final int SIMPLE = 7;
  static final int FALSE = 20;
  static final int TRUE = 21;
  static final int ONE_OCTET = 24;
  static final int TWO_OCTETS = 25;
  static final int FOUR_OCTETS = 26;
  static final int EIGHT_OCTETS = 27;

  /** How deep items may be nested: the protocol needs five. */
  public static final int MAX_DEPTH = 8;

  private final byte[] octets;
  private int position;

  private CborDecoder(byte[] octets) {
    this.octets = octets;
  }

  /**
   * The one item that the octets hold.
   *
   * @param what its name in messages
   * @param octets all of it and nothing behind it
   * @param maxOctets the most that is read at all
   * @throws DecodeException when they are anything else
   */
  public static Cbor decode(String what, byte[] octets, int maxOctets) throws DecodeException {
    if (octets.length > maxOctets) {
      throw new DecodeException(
          what, maxOctets, "at most " + maxOctets + " octets", octets.length + " octets");
    }
    CborDecoder decoder = new CborDecoder(octets);
    Cbor item = decoder.item(what, 1);
    if (decoder.position != octets.length) {
      throw new DecodeException(
          what, decoder.position, "the end", (octets.length - decoder.position) + " octets more");
    }
    return item;
  }

  private Cbor item(String what, int depth) throws DecodeException {
    int start = position;
    if (depth > MAX_DEPTH) {
      throw new DecodeException(what, start, "at most " + MAX_DEPTH + " levels", "one more");
    }
    int first = next(what);
    int major = first >>> 5;
    if (major == SIMPLE) {
      return bool(what, start, first & 0x1F);
    }
    long argument = argument(what, start, first & 0x1F);
    return switch (major) {
      case UNSIGNED -> new Cbor.UInt(start, argument);
      case NEGATIVE -> new Cbor.NInt(start, -1 - argument);
      case BYTES -> new Cbor.Bytes(start, take(what, argument));
      case TEXT -> new Cbor.Text(start, text(what, take(what, argument)));
      case ARRAY -> array(what, start, argument, depth);
      case MAP -> map(what, start, argument, depth);
      default -> throw new DecodeException(what, start, "no tag", "a tag");
    };
  }

  private static Cbor bool(String what, int start, int info) throws DecodeException {
    if (info != FALSE && info != TRUE) {
      throw new DecodeException(what, start, "true or false", "the simple value or float " + info);
    }
    return new Cbor.Bool(start, info == TRUE);
  }

  /** The argument of a head, in its shortest form only. */
  private long argument(String what, int start, int info) throws DecodeException {
    if (info < ONE_OCTET) {
      return info;
    }
    if (info > EIGHT_OCTETS) {
      throw new DecodeException(what, start, "a definite length", "additional information " + info);
    }
    int count = 1 << (info - ONE_OCTET);
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | next(what);
    }
    if (value < 0) {
      throw new DecodeException(what, start, "a number below 2^63", "a larger one");
    }
    long least = info == ONE_OCTET ? ONE_OCTET : 1L << (4 * count);
    if (value < least) {
      throw new DecodeException(
          what, start, "the shortest form", value + " in " + count + " octets");
    }
    return value;
  }

  private String text(String what, byte[] utf8) throws DecodeException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new DecodeException(what, position - utf8.length, "UTF-8", "something else");
    }
  }

  private Cbor array(String what, int start, long count, int depth) throws DecodeException {
    enough(what, count);
    List<Cbor> items = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      items.add(item(what + "[" + i + "]", depth + 1));
    }
    return new Cbor.Array(start, items);
  }

  private Cbor map(String what, int start, long count, int depth) throws DecodeException {
    enough(what, count);
    SortedMap<Long, Cbor> entries = new TreeMap<>();
    long last = -1;
    for (long i = 0; i < count; i++) {
      int keyStart = position;
      if (!(item(what + " key", depth + 1) instanceof Cbor.UInt key)) {
        throw new DecodeException(what, keyStart, "an unsigned key", "something else");
      }
      if (key.value() <= last) {
        throw new DecodeException(what, keyStart, "a key above " + last, "the key " + key.value());
      }
      last = key.value();
      entries.put(last, item(what + " key " + last, depth + 1));
    }
    return new Cbor.Map(start, entries);
  }

  /** Each item takes an octet at least, so that a claimed count costs nothing. */
  private void enough(String what, long count) throws DecodeException {
    if (count > octets.length - position) {
      throw new DecodeException(
          what, position, count + " octets at least", (octets.length - position) + " octets");
    }
  }

  private byte[] take(String what, long count) throws DecodeException {
    enough(what, count);
    byte[] taken = Arrays.copyOfRange(octets, position, position + (int) count);
    position += (int) count;
    return taken;
  }

  private int next(String what) throws DecodeException {
    if (position == octets.length) {
      throw new DecodeException(what, position, "one octet more", "the end");
    }
    return octets[position++] & 0xFF;
  }
}
