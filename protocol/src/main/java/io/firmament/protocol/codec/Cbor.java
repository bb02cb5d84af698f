package io.firmament.protocol.codec;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A data item of the part of CBOR (RFC 8949) that the protocol uses: integers of 63 bits, octets,
 * text, arrays, maps with unsigned keys, and booleans. No floats, no tags, no null, nothing of
 * indefinite length.
 */
public sealed interface Cbor {
  /** Where the item began, in octets from 0; 0 in an item that was not decoded. */
  int offset();

  /** What it is, for a person. */
  String kind();

  /**
   * An unsigned integer (major type 0).
   *
   * @param offset where it began
   * @param value 0 to 2^63 − 1
   */
  record UInt(int offset, long value) implements Cbor {
    @Override
    public String kind() {
      return "the number " + value;
    }
  }

  /**
   * A negative integer (major type 1).
   *
   * @param offset where it began
   * @param value −2^63 to −1
   */
  record NInt(int offset, long value) implements Cbor {
    @Override
    public String kind() {
      return "the number " + value;
    }
  }

  /**
   * Octets (major type 2).
   *
   * @param offset where it began
   * @param value the octets; the receiver owns them
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Bytes(int offset, byte[] value) implements Cbor {
    @Override
    public String kind() {
      return value.length + " octets";
    }
  }

  /**
   * Text (major type 3).
   *
   * @param offset where it began
   * @param value well-formed Unicode
   */
  record Text(int offset, String value) implements Cbor {
    @Override
    public String kind() {
      return "text of " + value.length() + " characters";
    }
  }

  /**
   * An array (major type 4).
   *
   * @param offset where it began
   * @param items in order
   */
  record Array(int offset, List<Cbor> items) implements Cbor {
    @Override
    public String kind() {
      return "an array of " + items.size();
    }
  }

  /**
   * A map (major type 5) whose keys are unsigned integers.
   *
   * @param offset where it began
   * @param entries by key, ascending
   */
  record Map(int offset, SortedMap<Long, Cbor> entries) implements Cbor {
    @Override
    public String kind() {
      return "a map of " + entries.size();
    }
  }

  /**
   * A boolean (major type 7, 20 and 21).
   *
   * @param offset where it began
   * @param value true or false
   */
  record Bool(int offset, boolean value) implements Cbor {
    @Override
    public String kind() {
      return String.valueOf(value);
    }
  }

  /** An unsigned integer to be encoded. */
  static Cbor uint(long value) {
    return new UInt(0, value);
  }

  /** Octets to be encoded. */
  static Cbor bytes(byte[] value) {
    return new Bytes(0, value);
  }

  /** Text to be encoded. */
  static Cbor text(String value) {
    return new Text(0, value);
  }

  /** A boolean to be encoded. */
  static Cbor bool(boolean value) {
    return new Bool(0, value);
  }

  /** An array to be encoded, an item for each of some values. */
  static <T> Cbor array(List<T> values, Function<T, Cbor> encode) {
    return new Array(0, values.stream().map(encode).toList());
  }

  /** A map to be encoded. */
  static MapBuilder map() {
    return new MapBuilder();
  }

  /** Collects a map to be encoded; its keys may come in any order. */
  final class MapBuilder {
    private final SortedMap<Long, Cbor> entries = new TreeMap<>();

    private MapBuilder() {}

    /** Adds an entry. */
    public MapBuilder put(long key, Cbor value) {
      entries.put(key, value);
      return this;
    }

    /** Adds an unsigned integer. */
    public MapBuilder put(long key, long value) {
      return put(key, uint(value));
    }

    /** Adds {@code true}, or nothing. */
    public MapBuilder putIf(long key, boolean value) {
      return value ? put(key, bool(true)) : this;
    }

    /** Adds an entry for a value that is there. */
    public <T> MapBuilder putIf(long key, Optional<T> value, Function<T, Cbor> encode) {
      return value.isPresent() ? put(key, encode.apply(value.get())) : this;
    }

    /** Adds an array, unless it is empty. */
    public <T> MapBuilder putIf(long key, List<T> values, Function<T, Cbor> encode) {
      return values.isEmpty() ? this : put(key, array(values, encode));
    }

    /** The map. */
    public Map build() {
      return new Map(0, entries);
    }
  }
}
