package io.firmament.protocol.codec;

import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.Hello;
import io.firmament.protocol.message.HelloDigest;
import io.firmament.protocol.message.LargeHello;
import io.firmament.protocol.message.LinkHint;
import io.firmament.protocol.message.PartialBlob;
import io.firmament.protocol.message.ShortHello;
import io.firmament.protocol.value.Digest;
import java.util.Arrays;

/** Hellos to octets and back (docs/protocol.cddl, {@code hello}). */
public final class HelloCodec {
  /** The largest hello, in octets. */
  public static final int MAX_OCTETS = 4096;

  private static final int DIGEST = 1;
  private static final int FLAGS = 2;
  private static final int PROTOCOL = 3;
  private static final int BATTERY = 16;
  private static final int LINK = 17;
  private static final int HAVE = 18;
  private static final int MORE = 19;
  private static final int MAX_FLAGS = 63;
  private static final int MAX_HAVE = 16;

  private HelloCodec() {}

  /** A hello's octets. */
  public static byte[] encode(Hello hello) {
    Cbor.MapBuilder map =
        Cbor.map()
            .put(DIGEST, Cbor.bytes(hello.digest().octets()))
            .put(FLAGS, hello.flags().bits());
    if (hello instanceof FullHello full) {
      FactsCodec.put(map, full.facts());
      putVitals(map, full.vitals());
    }
    map.putIf(MORE, hello instanceof LargeHello);
    return CborEncoder.encode(map.build());
  }

  /** The full hello that these facts make, with its digest computed. */
  public static FullHello full(Flags flags, FullHello.Facts facts, FullHello.Vitals vitals) {
    return new FullHello(digest(facts), flags, facts, vitals);
  }

  /**
   * The digest over the stable part: the first 8 octets of SHA-256 over the deterministic encoding
   * of a map with nothing but the facts' keys.
   */
  public static HelloDigest digest(FullHello.Facts facts) {
    byte[] stable = CborEncoder.encode(FactsCodec.put(Cbor.map(), facts).build());
    return HelloDigest.ofOctets(Arrays.copyOf(Digest.of(stable).octets(), HelloDigest.BYTES));
  }

  /**
   * A hello out of its octets.
   *
   * @throws DecodeException when it is malformed, or a full hello's digest is not that of its facts
   */
  public static Hello decode(byte[] octets) throws DecodeException {
    Fields fields = Fields.of("hello", CborDecoder.decode("hello", octets, MAX_OCTETS));
    HelloDigest digest =
        HelloDigest.ofOctets(
            fields.bytes(DIGEST, "hello digest", HelloDigest.BYTES, HelloDigest.BYTES));
    Flags flags = new Flags((int) fields.uint(FLAGS, "flags", 0, MAX_FLAGS));
    if (!fields.has(PROTOCOL)) {
      boolean more = fields.flag(MORE, "more");
      fields.end();
      return more ? new LargeHello(digest, flags) : new ShortHello(digest, flags);
    }
    FullHello full = full(flags, FactsCodec.read(fields), vitals(fields));
    fields.end();
    if (!full.digest().equals(digest)) {
      throw new DecodeException("hello digest", 0, full.digest().hex(), digest.hex());
    }
    return full;
  }

  private static void putVitals(Cbor.MapBuilder map, FullHello.Vitals vitals) {
    map.putIf(BATTERY, vitals.batteryPercent(), percent -> Cbor.uint(percent))
        .putIf(
            LINK,
            vitals.link(),
            link -> Cbor.map().put(1, link.bitsPerSecond()).put(2, link.roundTripMillis()).build())
        .putIf(
            HAVE,
            vitals.have(),
            part ->
                Cbor.map()
                    .put(1, Cbor.bytes(part.encoded().octets()))
                    .put(2, part.bytes())
                    .build());
  }

  private static FullHello.Vitals vitals(Fields fields) throws DecodeException {
    return new FullHello.Vitals(
        fields.optionalUint(BATTERY, "battery", 0, 100).map(Long::intValue),
        fields.optional(LINK, HelloCodec::link),
        fields.optionalArray(HAVE, "have", MAX_HAVE, HelloCodec::partialBlob));
  }

  private static LinkHint link(Cbor item) throws DecodeException {
    Fields fields = Fields.of("link", item);
    LinkHint hint =
        new LinkHint(
            fields.uint(1, "bits per second", 0, Long.MAX_VALUE),
            fields.uint(2, "round trip", 0, Fields.UINT32));
    fields.end();
    return hint;
  }

  private static PartialBlob partialBlob(Cbor item) throws DecodeException {
    Fields fields = Fields.of("have", item);
    PartialBlob part =
        new PartialBlob(
            fields.digest(1, "encoded digest"), fields.uint(2, "bytes", 0, Fields.UINT32));
    fields.end();
    return part;
  }
}
