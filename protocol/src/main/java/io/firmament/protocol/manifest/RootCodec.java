package io.firmament.protocol.manifest;

import io.firmament.protocol.codec.Cbor;
import io.firmament.protocol.codec.CborDecoder;
import io.firmament.protocol.codec.CborEncoder;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.codec.Fields;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.ProductId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A root document's payload to octets and back (docs/protocol.cddl, {@code root}). */
public final class RootCodec {
  private static final int ALG = 1;
  private static final int SPKI = 2;
  private static final int PRODUCTS = 3;

  private RootCodec() {}

  /** The payload's octets. */
  public static byte[] encode(Root root) {
    return CborEncoder.encode(
        Cbor.map()
            .put(1, root.number())
            .put(2, root.threshold())
            .put(3, Cbor.array(root.rootKeys(), RootCodec::item))
            .put(4, Cbor.array(root.releaseKeys(), RootCodec::item))
            .putIf(5, root.serverKeys(), RootCodec::item)
            .putIf(
                6,
                root.revoked().stream().map(KeyId::hex).sorted().map(KeyId::new).toList(),
                id -> Cbor.bytes(id.octets()))
            .build());
  }

  /**
   * A root document out of its payload's octets.
   *
   * @throws DecodeException when they are malformed, or say what no document may say
   */
  public static Root decode(byte[] octets) throws DecodeException {
    Fields fields = Fields.of("root", CborDecoder.decode("root", octets, Root.MAX_OCTETS));
    try {
      Root root =
          new Root(
              fields.uint(1, "root number", 1, Fields.UINT32),
              (int) fields.uint(2, "threshold", 1, Root.MAX_ROOT_KEYS),
              fields.array(3, "root keys", 1, Root.MAX_ROOT_KEYS, RootCodec::key),
              fields.array(4, "release keys", 1, Root.MAX_RELEASE_KEYS, RootCodec::releaseKey),
              fields.optionalArray(5, "server keys", Root.MAX_SERVER_KEYS, RootCodec::key),
              revoked(fields));
      fields.end();
      return root;
    } catch (InvalidValueException e) {
      throw new DecodeException("root", fields.offset(), "a sound document", e.getMessage());
    }
  }

  private static Set<KeyId> revoked(Fields fields) throws DecodeException {
    List<KeyId> ids = fields.optionalArray(6, "revoked keys", Root.MAX_REVOKED, RootCodec::id);
    requireAscending("revoked keys", ids.stream().map(KeyId::hex).toList(), fields.offset());
    return Set.copyOf(ids);
  }

  private static Cbor item(TrustedKey key) {
    return map(key).build();
  }

  private static Cbor item(EntitledKey key) {
    List<ProductId> products = List.copyOf(new TreeSet<>(key.products()));
    return map(key.key()).putIf(PRODUCTS, products, product -> Cbor.uint(product.number())).build();
  }

  private static Cbor.MapBuilder map(TrustedKey key) {
    return Cbor.map()
        .put(ALG, new Cbor.NInt(0, key.algorithm().cose()))
        .put(SPKI, Cbor.bytes(key.spki()));
  }

  private static TrustedKey key(Cbor item) throws DecodeException {
    Fields fields = Fields.of("key", item);
    TrustedKey key = key(fields);
    fields.end();
    return key;
  }

  private static EntitledKey releaseKey(Cbor item) throws DecodeException {
    Fields fields = Fields.of("release key", item);
    TrustedKey key = key(fields);
    List<ProductId> products =
        fields.optionalArray(PRODUCTS, "products", Root.MAX_PRODUCTS, RootCodec::product);
    fields.end();
    requireAscending("products", products, fields.offset());
    return new EntitledKey(key, Set.copyOf(products));
  }

  private static TrustedKey key(Fields fields) throws DecodeException {
    SignatureAlgorithm algorithm = fields.value(ALG, "alg", SignatureAlgorithm::read);
    byte[] spki = fields.bytes(SPKI, "key", 1, TrustedKey.MAX_SPKI_BYTES);
    try {
      return TrustedKey.ofSpki(algorithm, spki);
    } catch (InvalidValueException e) {
      throw new DecodeException("key", fields.offset(), "a sound key", e.getMessage());
    }
  }

  private static ProductId product(Cbor item) throws DecodeException {
    return new ProductId(Fields.uint("product", item, 1, ProductId.MAX));
  }

  private static KeyId id(Cbor item) throws DecodeException {
    return KeyId.ofOctets(Fields.bytes("key id", item, KeyId.BYTES, KeyId.BYTES));
  }

  /** There is one way to spell a set: ascending, and nothing twice. */
  private static <T extends Comparable<T>> void requireAscending(
      String what, List<T> items, int offset) throws DecodeException {
    for (int i = 1; i < items.size(); i++) {
      if (items.get(i - 1).compareTo(items.get(i)) >= 0) {
        throw new DecodeException(
            what, offset, "one above " + items.get(i - 1), items.get(i).toString());
      }
    }
  }
}
