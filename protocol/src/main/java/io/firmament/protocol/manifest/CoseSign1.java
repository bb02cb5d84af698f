package io.firmament.protocol.manifest;

import io.firmament.protocol.codec.Cbor;
import io.firmament.protocol.codec.CborDecoder;
import io.firmament.protocol.codec.CborEncoder;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.codec.Fields;
import io.firmament.protocol.codec.OfferCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A COSE_Sign1 (RFC 9052 section 4.2) of the one form that the protocol uses: protected header {1:
 * alg, 4: kid}, nothing unprotected, the payload inside, no tag.
 *
 * @param header the protected header
 * @param payload what is signed
 * @param signature the signature, 64 octets
 */
@SuppressWarnings("ArrayRecordComponent")
record CoseSign1(SignatureHeader header, byte[] payload, byte[] signature) {
  /** The external additional data of a manifest: no signature for another purpose will do. */
  static final String MANIFEST_AAD = "firmament-manifest-1";

  private static final int PARTS = 4;

  /** The Sig_structure (RFC 9052 section 4.4). */
  static byte[] toBeSigned(byte[] header, String externalAad, byte[] payload) {
    return CborEncoder.encode(
        new Cbor.Array(
            0,
            List.of(
                Cbor.text("Signature1"),
                Cbor.bytes(header),
                Cbor.bytes(externalAad.getBytes(StandardCharsets.US_ASCII)),
                Cbor.bytes(payload))));
  }

  byte[] encode() {
    return CborEncoder.encode(
        new Cbor.Array(
            0,
            List.of(
                Cbor.bytes(header.octets()),
                Cbor.map().build(),
                Cbor.bytes(payload),
                Cbor.bytes(signature))));
  }

  static CoseSign1 decode(byte[] octets) throws DecodeException {
    int max = OfferCodec.MAX_MANIFEST_OCTETS;
    Cbor item = CborDecoder.decode("COSE_Sign1", octets, max);
    if (!(item instanceof Cbor.Array array) || array.items().size() != PARTS) {
      throw new DecodeException("COSE_Sign1", item.offset(), "an array of 4", item.kind());
    }
    SignatureHeader header = SignatureHeader.decode(array.items().get(0));
    Fields.of("unprotected header", array.items().get(1)).end();
    byte[] payload = Fields.bytes("payload", array.items().get(2), 1, max);
    int length = SignatureHeader.SIGNATURE_OCTETS;
    byte[] signature = Fields.bytes("signature", array.items().get(3), length, length);
    return new CoseSign1(header, payload, signature);
  }
}
