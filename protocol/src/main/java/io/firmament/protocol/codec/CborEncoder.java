package io.firmament.protocol.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Items to octets in the core deterministic encoding (RFC 8949 section 4.2.1): shortest heads,
 * definite lengths, keys ascending.
 */
public final class CborEncoder {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private CborEncoder() {}

  /** The octets of an item. */
  public static byte[] encode(Cbor item) {
    CborEncoder encoder = new CborEncoder();
    encoder.write(item);
    return encoder.out.toByteArray();
  }

  private void write(Cbor item) {
    if (item instanceof Cbor.UInt number) {
      head(CborDecoder.UNSIGNED, number.value());
    } else if (item instanceof Cbor.NInt number) {
      head(CborDecoder.NEGATIVE, -1 - number.value());
    } else if (item instanceof Cbor.Bytes bytes) {
      head(CborDecoder.BYTES, bytes.value().length);
      out.writeBytes(bytes.value());
    } else if (item instanceof Cbor.Text text) {
      byte[] utf8 = text.value().getBytes(StandardCharsets.UTF_8);
      head(CborDecoder.TEXT, utf8.length);
      out.writeBytes(utf8);
    } else if (item instanceof Cbor.Array array) {
      head(CborDecoder.ARRAY, array.items().size());
      array.items().forEach(this::write);
    } else if (item instanceof Cbor.Map map) {
      head(CborDecoder.MAP, map.entries().size());
      map.entries().forEach(this::entry);
    } else if (item instanceof Cbor.Bool bool) {
      head(CborDecoder.SIMPLE, bool.value() ? CborDecoder.TRUE : CborDecoder.FALSE);
    } else {
      throw new AssertionError("the list of items is closed: " + item);
    }
  }

  private void entry(long key, Cbor value) {
    head(CborDecoder.UNSIGNED, key);
    write(value);
  }

  /** The shortest head that holds the argument. */
  private void head(int major, long argument) {
    int first = major << 5;
    if (argument < CborDecoder.ONE_OCTET) {
      out.write(first | (int) argument);
    } else if (argument <= 0xFF) {
      out.write(first | CborDecoder.ONE_OCTET);
      tail(argument, 1);
    } else if (argument <= 0xFFFF) {
      out.write(first | CborDecoder.TWO_OCTETS);
      tail(argument, 2);
    } else if (argument <= 0xFFFF_FFFFL) {
      out.write(first | CborDecoder.FOUR_OCTETS);
      tail(argument, 4);
    } else {
      out.write(first | CborDecoder.EIGHT_OCTETS);
      tail(argument, 8);
    }
  }

  private void tail(long argument, int octets) {
    for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
      out.write((int) (argument >>> shift));
    }
  }
}
