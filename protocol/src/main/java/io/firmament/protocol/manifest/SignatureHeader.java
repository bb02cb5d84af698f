package io.firmament.protocol.manifest;

import io.firmament.protocol.codec.Cbor;
import io.firmament.protocol.codec.CborDecoder;
import io.firmament.protocol.codec.CborEncoder;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.codec.Fields;

/**
 * The protected header of a signature (RFC 9052 section 3.1): {1: alg, 4: kid}.
 *
 * @param octets as they were signed
 * @param algorithm its {@code alg}, which need not be a known one
 * @param keyId its {@code kid}
 */
@SuppressWarnings("ArrayRecordComponent")
record SignatureHeader(byte[] octets, long algorithm, KeyId keyId) {
  /** Octets in a signature of either algorithm. */
  static final int SIGNATURE_OCTETS = 64;

  private static final int ALG = 1;
  private static final int KID = 4;
  private static final int MAX_OCTETS = 64;

  static SignatureHeader of(SignatureAlgorithm algorithm, KeyId keyId) {
    byte[] octets =
        CborEncoder.encode(
            Cbor.map()
                .put(ALG, new Cbor.NInt(0, algorithm.cose()))
                .put(KID, Cbor.bytes(keyId.octets()))
                .build());
    return new SignatureHeader(octets, algorithm.cose(), keyId);
  }

  /** A header out of the item that holds its octets. */
  static SignatureHeader decode(Cbor item) throws DecodeException {
    byte[] octets = Fields.bytes("protected header", item, 1, MAX_OCTETS);
    Fields fields =
        Fields.of(
            "protected header", CborDecoder.decode("protected header", octets, octets.length));
    long algorithm = fields.value(ALG, "alg", SignatureHeader::algorithm);
    KeyId keyId = KeyId.ofOctets(fields.bytes(KID, "kid", KeyId.BYTES, KeyId.BYTES));
    fields.end();
    return new SignatureHeader(octets, algorithm, keyId);
  }

  private static long algorithm(Cbor item) throws DecodeException {
    if (item instanceof Cbor.NInt number) {
      return number.value();
    }
    throw new DecodeException("alg", item.offset(), "a negative number", item.kind());
  }
}
