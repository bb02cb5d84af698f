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

  /** In {@link #path}: a key itself, not what stands under it. */
  private static final long A_KEY = Long.MIN_VALUE;

  private final String what;
  private final byte[] octets;

  /**
   * Where the item at each depth stands in the one above it: the key, or the index as {@code -1 -
   * index}. It becomes text for those alone who are told of a mistake.
   */
  private final long[] path = new long[MAX_DEPTH + 1];

  private int position;

  private CborDecoder(String what, byte[] octets) {
    this.what = what;
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
    CborDecoder decoder = new CborDecoder(what, octets);
    Cbor item = decoder.item(1);
    if (decoder.position != octets.length) {
      throw new DecodeException(
          what, decoder.position, "the end", (octets.length - decoder.position) + " octets more");
    }
    return item;
  }

  private Cbor item(int depth) throws DecodeException {
    int start = position;
    if (depth > MAX_DEPTH) {
      throw new DecodeException(what(depth), start, "at most " + MAX_DEPTH + " levels", "one more");
    }
    int first = next(depth);
    int major = first >>> 5;
    if (major == SIMPLE) {
      return bool(depth, start, first & 0x1F);
    }
    long argument = argument(depth, start, first & 0x1F);
    return switch (major) {
      case UNSIGNED -> new Cbor.UInt(start, argument);
      case NEGATIVE -> new Cbor.NInt(start, -1 - argument);
      case BYTES -> new Cbor.Bytes(start, take(depth, argument));
      case TEXT -> new Cbor.Text(start, text(depth, take(depth, argument)));
      case ARRAY -> array(depth, start, argument);
      case MAP -> map(depth, start, argument);
      default -> throw new DecodeException(what(depth), start, "no tag", "a tag");
    };
  }

  private Cbor bool(int depth, int start, int info) throws DecodeException {
    if (info != FALSE && info != TRUE) {
      throw new DecodeException(
          what(depth), start, "true or false", "the simple value or float " + info);
    }
    return new Cbor.Bool(start, info == TRUE);
  }

  /** The argument of a head, in its shortest form only. */
  private long argument(int depth, int start, int info) throws DecodeException {
    if (info < ONE_OCTET) {
      return info;
    }
    if (info > EIGHT_OCTETS) {
      throw new DecodeException(
          what(depth), start, "a definite length", "additional information " + info);
    }
    int count = 1 << (info - ONE_OCTET);
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | next(depth);
    }
    if (value < 0) {
      throw new DecodeException(what(depth), start, "a number below 2^63", "a larger one");
    }
    long least = info == ONE_OCTET ? ONE_OCTET : 1L << (4 * count);
    if (value < least) {
      throw new DecodeException(
          what(depth), start, "the shortest form", value + " in " + count + " octets");
    }
    return value;
  }

  private String text(int depth, byte[] utf8) throws DecodeException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new DecodeException(what(depth), position - utf8.length, "UTF-8", "something else");
    }
  }

  private Cbor array(int depth, int start, long count) throws DecodeException {
    enough(depth, count);
    List<Cbor> items = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      items.add(below(depth, -1 - i));
    }
    return new Cbor.Array(start, items);
  }

  private Cbor map(int depth, int start, long count) throws DecodeException {
    enough(depth, count);
    SortedMap<Long, Cbor> entries = new TreeMap<>();
    long last = -1;
    for (long i = 0; i < count; i++) {
      int keyStart = position;
      if (!(below(depth, A_KEY) instanceof Cbor.UInt key)) {
        throw new DecodeException(what(depth), keyStart, "an unsigned key", "something else");
      }
      if (key.value() <= last) {
        throw new DecodeException(
            what(depth), keyStart, "a key above " + last, "the key " + key.value());
      }
      last = key.value();
      entries.put(last, below(depth, last));
    }
    return new Cbor.Map(start, entries);
  }

  private Cbor below(int depth, long step) throws DecodeException {
    path[depth] = step;
    return item(depth + 1);
  }

  /** The name of the item at a depth, for a message. */
  private String what(int depth) {
    StringBuilder name = new StringBuilder(what);
    for (int i = 1; i < depth; i++) {
      if (path[i] == A_KEY) {
        name.append(" key");
      } else if (path[i] < 0) {
        name.append('[').append(-1 - path[i]).append(']');
      } else {
        name.append(" key ").append(path[i]);
      }
    }
    return name.toString();
  }

  /** Each item takes an octet at least, so that a claimed count costs nothing. */
  private void enough(int depth, long count) throws DecodeException {
    if (count > octets.length - position) {
      throw new DecodeException(
          what(depth),
          position,
          count + " octets at least",
          (octets.length - position) + " octets");
    }
  }

  private byte[] take(int depth, long count) throws DecodeException {
    enough(depth, count);
    byte[] taken = Arrays.copyOfRange(octets, position, position + (int) count);
    position += (int) count;
    return taken;
  }

  private int next(int depth) throws DecodeException {
    if (position == octets.length) {
      throw new DecodeException(what(depth), position, "one octet more", "the end");
    }
    return octets[position++] & 0xFF;
  }
}
