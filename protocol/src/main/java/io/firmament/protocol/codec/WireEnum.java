package io.firmament.protocol.codec;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Numbers on the wire to the constants of an enum: the one way, for every registry. */
final class WireEnum<E extends Enum<E>> {
  private final String name;
  private final Map<Long, E> byWire;

  private WireEnum(String name, Map<Long, E> byWire) {
    this.name = name;
    this.byWire = byWire;
  }

  static <E extends Enum<E>> WireEnum<E> of(String name, E[] constants, ToIntFunction<E> wire) {
    return new WireEnum<>(
        name,
        Stream.of(constants)
            .collect(Collectors.toMap(e -> (long) wire.applyAsInt(e), Function.identity())));
  }

  E read(Cbor item) throws DecodeException {
    E constant = item instanceof Cbor.UInt number ? byWire.get(number.value()) : null;
    if (constant == null) {
      throw new DecodeException(
          name, item.offset(), "one of " + new TreeSet<>(byWire.keySet()), item.kind());
    }
    return constant;
  }
}
