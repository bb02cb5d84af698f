package io.firmament.protocol.codec;

import io.firmament.protocol.value.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The entries of a map, read by key. What was not read must be unknown and at least 64, or {@link
 * #end} refuses the map: keys below 64 are for those who must be understood (docs/protocol.md,
 * "Versioning").
 */
public final class Fields {
  /** Keys from here on are ignored when they are unknown. */
  public static final long FIRST_IGNORABLE_KEY = 64;

  /** The largest number that fits 32 bits. */
  public static final long UINT32 = 0xFFFF_FFFFL;

  private final String what;
  private final int offset;
  private final SortedMap<Long, Cbor> entries;

  /** The keys below 64 that were asked for. */
  private final BitSet known = new BitSet();

  private Fields(String what, Cbor.Map map) {
    this.what = what;
    this.offset = map.offset();
    this.entries = map.entries();
  }

  /**
   * The entries of an item that must be a map.
   *
   * @param what the map's name in messages
   */
  public static Fields of(String what, Cbor item) throws DecodeException {
    if (item instanceof Cbor.Map map) {
      return new Fields(what, map);
    }
    throw new DecodeException(what, item.offset(), "a map", item.kind());
  }

  /** Turns one item into a value. */
  @FunctionalInterface
  public interface Reader<T> {
    /** The value of an item. */
    T read(Cbor item) throws DecodeException;
  }

  /** Whether there is an entry. */
  public boolean has(long key) {
    return entries.containsKey(key);
  }

  /** The number under a key that must be there. */
  public long uint(long key, String name, long min, long max) throws DecodeException {
    return uint(name, required(key, name), min, max);
  }

  /** The number under a key. */
  public Optional<Long> optionalUint(long key, String name, long min, long max)
      throws DecodeException {
    return optional(key, item -> uint(name, item, min, max));
  }

  /** The octets under a key that must be there. */
  public byte[] bytes(long key, String name, int min, int max) throws DecodeException {
    return bytes(name, required(key, name), min, max);
  }

  /** The SHA-256 digest under a key that must be there. */
  public Digest digest(long key, String name) throws DecodeException {
    return Digest.ofOctets(bytes(key, name, Digest.BYTES, Digest.BYTES));
  }

  /** The text under a key that must be there; lengths are in UTF-8 octets. */
  public String text(long key, String name, int min, int max) throws DecodeException {
    Cbor item = required(key, name);
    if (!(item instanceof Cbor.Text text)) {
      throw new DecodeException(name, item.offset(), "text", item.kind());
    }
    int length = text.value().getBytes(StandardCharsets.UTF_8).length;
    if (length < min || length > max) {
      throw new DecodeException(
          name, item.offset(), min + " to " + max + " octets of text", length + " octets");
    }
    return text.value();
  }

  /** Whether {@code true} stands under a key; {@code false} is said by leaving it out. */
  public boolean flag(long key, String name) throws DecodeException {
    Cbor item = asked(key);
    if (item == null) {
      return false;
    }
    if (item instanceof Cbor.Bool bool && bool.value()) {
      return true;
    }
    throw new DecodeException(name, item.offset(), "true, or no such key", item.kind());
  }

  /** The array under a key that must be there, item by item. */
  public <T> List<T> array(long key, String name, int min, int max, Reader<T> reader)
      throws DecodeException {
    return array(name, required(key, name), min, max, reader);
  }

  /** The array under a key; empty is said by leaving it out. */
  public <T> List<T> optionalArray(long key, String name, int max, Reader<T> reader)
      throws DecodeException {
    return optional(key, item -> array(name, item, 1, max, reader)).orElse(List.of());
  }

  /** What stands under a key that must be there. */
  public <T> T value(long key, String name, Reader<T> reader) throws DecodeException {
    return reader.read(required(key, name));
  }

  /** What stands under a key. */
  public <T> Optional<T> optional(long key, Reader<T> reader) throws DecodeException {
    Cbor item = asked(key);
    return item == null ? Optional.empty() : Optional.of(reader.read(item));
  }

  /** Ends the reading: refuses a key below 64 that nobody asked for. */
  public void end() throws DecodeException {
    for (Map.Entry<Long, Cbor> entry : entries.entrySet()) {
      long key = entry.getKey();
      if (key < FIRST_IGNORABLE_KEY && !known.get((int) key)) {
        throw new DecodeException(
            what,
            entry.getValue().offset(),
            "known keys, or keys from " + FIRST_IGNORABLE_KEY,
            "the key " + key);
      }
    }
  }

  private Cbor asked(long key) {
    if (key < FIRST_IGNORABLE_KEY) {
      known.set((int) key);
    }
    return entries.get(key);
  }

  /** Where the map began. */
  public int offset() {
    return offset;
  }

  /** The number that an item must be. */
  public static long uint(String name, Cbor item, long min, long max) throws DecodeException {
    if (item instanceof Cbor.UInt number && number.value() >= min && number.value() <= max) {
      return number.value();
    }
    throw new DecodeException(
        name, item.offset(), "a number from " + min + " to " + max, item.kind());
  }

  /** The octets that an item must be. */
  public static byte[] bytes(String name, Cbor item, int min, int max) throws DecodeException {
    if (item instanceof Cbor.Bytes bytes
        && bytes.value().length >= min
        && bytes.value().length <= max) {
      return bytes.value();
    }
    String expected = min == max ? min + " octets" : min + " to " + max + " octets";
    throw new DecodeException(name, item.offset(), expected, item.kind());
  }

  private static <T> List<T> array(String name, Cbor item, int min, int max, Reader<T> reader)
      throws DecodeException {
    if (!(item instanceof Cbor.Array array)
        || array.items().size() < min
        || array.items().size() > max) {
      throw new DecodeException(
          name, item.offset(), "an array of " + min + " to " + max, item.kind());
    }
    List<T> values = new ArrayList<>();
    for (Cbor element : array.items()) {
      values.add(reader.read(element));
    }
    return values;
  }

  private Cbor required(long key, String name) throws DecodeException {
    Cbor item = asked(key);
    if (item == null) {
      throw new DecodeException(what, offset, name + " under the key " + key, "no such key");
    }
    return item;
  }
}
