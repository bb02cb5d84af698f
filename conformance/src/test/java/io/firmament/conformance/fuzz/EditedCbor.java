package io.firmament.conformance.fuzz;

import io.firmament.protocol.codec.Cbor;
import io.firmament.protocol.codec.CborDecoder;
import io.firmament.protocol.codec.CborEncoder;
import io.firmament.protocol.codec.DecodeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A well-formed item with some of what is in it replaced, and every length around that set right:
 * no fuzzer changes three lengths at once. Octets that are an item themselves, as payloads and
 * headers are, are opened too.
 *
 * <p>An edit is {which item in document order, what to do, an argument}, of an octet each; as many
 * as there are octets.
 */
final class EditedCbor {
  private static final int EDIT_OCTETS = 3;
  private static final int MOST_EDITS = 8;

  private final int argument;
  private final int operation;

  /** Items to be passed before the one to be edited. */
  private int ahead;

  private EditedCbor(int at, int operation, int argument) {
    this.ahead = at;
    this.operation = operation;
    this.argument = argument;
  }

  /**
   * @param edits what to do, see above
   */
  static byte[] edited(byte[] document, ByteBuffer edits) throws DecodeException {
    Cbor item = CborDecoder.decode("document", document, document.length);
    for (int i = 0; i < MOST_EDITS && edits.remaining() >= EDIT_OCTETS; i++) {
      int at = (edits.get() & 0xFF) % count(item);
      int operation = edits.get() & 0xFF;
      List<Cbor> left = new EditedCbor(at, operation, edits.get() & 0xFF).visit(item);
      item = left.isEmpty() ? item : left.get(0);
    }
    return CborEncoder.encode(item);
  }

  private static int count(Cbor item) {
    EditedCbor none = new EditedCbor(Integer.MAX_VALUE, 0, 0);
    none.visit(item);
    return Integer.MAX_VALUE - none.ahead;
  }

  /** What stands for an item: usually one, none where it is left out, or it twice. */
  private List<Cbor> visit(Cbor item) {
    if (ahead-- == 0) {
      return replaced(item);
    }
    if (item instanceof Cbor.Array array) {
      return List.of(new Cbor.Array(0, visit(array.items())));
    } else if (item instanceof Cbor.Map map) {
      return List.of(new Cbor.Map(0, visit(map.entries())));
    } else if (item instanceof Cbor.Bytes bytes) {
      return List.of(opened(bytes));
    }
    return List.of(item);
  }

  private List<Cbor> visit(List<Cbor> items) {
    List<Cbor> left = new ArrayList<>();
    items.forEach(item -> left.addAll(visit(item)));
    return left;
  }

  /** An entry that is there twice comes with the next key, too. */
  private SortedMap<Long, Cbor> visit(SortedMap<Long, Cbor> entries) {
    SortedMap<Long, Cbor> left = new TreeMap<>();
    for (Map.Entry<Long, Cbor> entry : entries.entrySet()) {
      long key = entry.getKey();
      for (Cbor item : visit(entry.getValue())) {
        left.put(key, item);
        key++;
      }
    }
    return left;
  }

  private Cbor opened(Cbor.Bytes bytes) {
    try {
      Cbor inner = CborDecoder.decode("octets", bytes.value(), bytes.value().length);
      if (inner instanceof Cbor.Array || inner instanceof Cbor.Map) {
        List<Cbor> left = visit(inner);
        return Cbor.bytes(left.isEmpty() ? new byte[0] : CborEncoder.encode(left.get(0)));
      }
    } catch (DecodeException plain) {
      // These octets are nothing but octets.
    }
    return bytes;
  }

  private List<Cbor> replaced(Cbor item) {
    return switch (operation % 10) {
      case 0 -> List.of(Cbor.uint(argument));
      case 1 -> List.of(Cbor.uint(Long.MAX_VALUE >>> argument % 63));
      case 2 -> List.of(new Cbor.NInt(0, -1L - argument));
      case 3 -> List.of(resized(item));
      case 4 -> List.of(altered(item));
      case 5 -> List.of(Cbor.bool((argument & 1) == 1));
      case 6 -> List.of();
      case 7 -> List.of(item, item);
      case 8 -> List.of(new Cbor.Array(0, List.of(item)));
      default -> List.of(Cbor.map().put(argument, item).build());
    };
  }

  /** Octets or text of as many octets as the argument says; anything else becomes octets. */
  private Cbor resized(Cbor item) {
    if (item instanceof Cbor.Bytes bytes) {
      return Cbor.bytes(Arrays.copyOf(bytes.value(), argument));
    } else if (item instanceof Cbor.Text) {
      return Cbor.text("x".repeat(argument));
    } else if (item instanceof Cbor.UInt number) {
      return Cbor.uint(number.value() + argument - 128 & Long.MAX_VALUE);
    }
    return Cbor.bytes(new byte[argument]);
  }

  /** One octet of it is another. */
  private Cbor altered(Cbor item) {
    if (item instanceof Cbor.Bytes bytes && bytes.value().length > 0) {
      byte[] octets = bytes.value().clone();
      octets[argument % octets.length] ^= (byte) (1 + operation / 10);
      return Cbor.bytes(octets);
    }
    return Cbor.text(new String(new byte[] {(byte) (argument & 0x7F)}, StandardCharsets.US_ASCII));
  }
}
