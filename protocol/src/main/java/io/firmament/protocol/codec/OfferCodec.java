package io.firmament.protocol.codec;

import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Offer.OfferedComponent;
import io.firmament.protocol.message.Representation;
import io.firmament.protocol.value.Digest;
import java.time.Instant;
import java.util.Optional;

/** Offers and the server's answers to hellos (docs/protocol.cddl, {@code offer}). */
public final class OfferCodec {
  /** The largest offer, in octets: with its answer around it, it fits one block. */
  public static final int MAX_OCTETS = 1000;

  /** The largest manifest, in octets. */
  public static final int MAX_MANIFEST_OCTETS = 8192;

  private static final int MAX_ANSWER_OCTETS = 1024;
  private static final int MAX_COMPONENTS = 32;
  private static final int MAX_REPRESENTATIONS = 8;
  private static final int ACTION_OFFER = 1;
  private static final int ACTION_SEND_FULL = 2;
  private static final int ACTION_WAIT = 3;
  private static final int ACTION_NEW_ROOT = 4;

  private OfferCodec() {}

  /** An offer's octets. */
  public static byte[] encode(Offer offer) {
    return CborEncoder.encode(item(offer));
  }

  /** An offer out of its octets. */
  public static Offer decode(byte[] octets) throws DecodeException {
    return offer(CborDecoder.decode("offer", octets, MAX_OCTETS));
  }

  /** The octets of an answer to a hello: none where there is nothing to say. */
  public static byte[] encode(HelloAnswer answer) {
    if (answer instanceof HelloAnswer.Nothing) {
      return new byte[0];
    } else if (answer instanceof HelloAnswer.Update update) {
      return CborEncoder.encode(
          Cbor.map().put(1, ACTION_OFFER).put(2, item(update.offer())).build());
    } else if (answer instanceof HelloAnswer.SendFull) {
      return CborEncoder.encode(Cbor.map().put(1, ACTION_SEND_FULL).build());
    } else if (answer instanceof HelloAnswer.Wait wait) {
      return CborEncoder.encode(Cbor.map().put(1, ACTION_WAIT).put(3, wait.seconds()).build());
    } else if (answer instanceof HelloAnswer.NewRoot root) {
      return CborEncoder.encode(
          Cbor.map()
              .put(1, ACTION_NEW_ROOT)
              .putIf(2, root.offer(), OfferCodec::item)
              .put(4, root.number())
              .build());
    }
    throw new AssertionError("the list of answers is closed: " + answer);
  }

  /** The answer to a hello out of its octets. */
  public static HelloAnswer decodeAnswer(byte[] octets) throws DecodeException {
    if (octets.length == 0) {
      return new HelloAnswer.Nothing();
    }
    Fields fields = Fields.of("answer", CborDecoder.decode("answer", octets, MAX_ANSWER_OCTETS));
    long action = fields.uint(1, "action", ACTION_OFFER, ACTION_NEW_ROOT);
    HelloAnswer answer;
    if (action == ACTION_OFFER) {
      answer = new HelloAnswer.Update(fields.value(2, "offer", OfferCodec::offer));
    } else if (action == ACTION_SEND_FULL) {
      answer = new HelloAnswer.SendFull();
    } else if (action == ACTION_WAIT) {
      answer = new HelloAnswer.Wait(fields.uint(3, "seconds", 1, Fields.UINT32));
    } else {
      Optional<Offer> offer = fields.optional(2, OfferCodec::offer);
      answer = new HelloAnswer.NewRoot(fields.uint(4, "root", 1, Fields.UINT32), offer);
    }
    fields.end();
    return answer;
  }

  private static Cbor item(Offer offer) {
    return Cbor.map()
        .put(1, offer.commandId())
        .put(2, Cbor.bytes(offer.manifest().octets()))
        .put(3, offer.manifestSize())
        .putIf(4, offer.forced())
        .putIf(5, offer.downgrade())
        .putIf(6, offer.deadline(), deadline -> Cbor.uint(deadline.getEpochSecond()))
        .put(7, Cbor.array(offer.components(), OfferCodec::item))
        .build();
  }

  private static Offer offer(Cbor item) throws DecodeException {
    Fields fields = Fields.of("offer", item);
    Offer offer =
        new Offer(
            fields.uint(1, "command id", 1, Fields.UINT32),
            fields.digest(2, "manifest digest"),
            (int) fields.uint(3, "manifest size", 1, MAX_MANIFEST_OCTETS),
            fields.flag(4, "forced"),
            fields.flag(5, "downgrade"),
            fields.optionalUint(6, "deadline", 0, Fields.UINT32).map(Instant::ofEpochSecond),
            fields.array(7, "components", 1, MAX_COMPONENTS, OfferCodec::component));
    fields.end();
    return offer;
  }

  private static Cbor item(OfferedComponent component) {
    return Cbor.map()
        .put(1, component.index())
        .put(2, Cbor.array(component.representations(), OfferCodec::item))
        .build();
  }

  private static OfferedComponent component(Cbor item) throws DecodeException {
    Fields fields = Fields.of("component", item);
    OfferedComponent component =
        new OfferedComponent(
            (int) fields.uint(1, "component index", 0, MAX_COMPONENTS - 1),
            fields.array(2, "representations", 1, MAX_REPRESENTATIONS, OfferCodec::representation));
    fields.end();
    return component;
  }

  private static Cbor item(Representation representation) {
    return Cbor.map()
        .put(1, representation.codingWire())
        .putIf(2, representation.base(), base -> Cbor.bytes(base.octets()))
        .put(3, representation.encodedSize())
        .put(4, Cbor.bytes(representation.encoded().octets()))
        .build();
  }

  private static Representation representation(Cbor item) throws DecodeException {
    Fields fields = Fields.of("representation", item);
    Representation representation =
        new Representation(
            (int) fields.uint(1, "coding", 0, 0xFFFF),
            fields.optional(
                2,
                base ->
                    Digest.ofOctets(Fields.bytes("base digest", base, Digest.BYTES, Digest.BYTES))),
            fields.uint(3, "encoded size", 1, Fields.UINT32),
            fields.digest(4, "encoded digest"));
    fields.end();
    return representation;
  }
}
