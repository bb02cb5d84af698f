package io.firmament.protocol.manifest;

import io.firmament.protocol.codec.Cbor;
import io.firmament.protocol.codec.CborDecoder;
import io.firmament.protocol.codec.CborEncoder;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.codec.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A COSE_Sign (RFC 9052 section 4.1) of the one form that the protocol uses: nothing in the body's
 * headers, the payload inside, each signature with the protected header {1: alg, 4: kid}, no tag.
 *
 * @param payload what is signed
 * @param signatures 1 to {@value #MAX_SIGNATURES}
 */
@SuppressWarnings("ArrayRecordComponent")
record CoseSign(byte[] payload, List<One> signatures) {
  /** The external additional data of a root document. */
  static final String ROOT_AAD = "firmament-root-1";

  /** Enough for all root keys of a document and all of the one before it. */
  static final int MAX_SIGNATURES = 2 * Root.MAX_ROOT_KEYS;

  private static final int PARTS = 4;
  private static final int SIGNATURE_PARTS = 3;
  private static final byte[] NO_HEADER = {};

  /** One signature. */
  record One(SignatureHeader header, byte[] signature) {}

  CoseSign {
    signatures = List.copyOf(signatures);
  }

  /** The Sig_structure of one signer (RFC 9052 section 4.4). */
  static byte[] toBeSigned(byte[] signerHeader, String externalAad, byte[] payload) {
    return CborEncoder.encode(
        new Cbor.Array(
            0,
            List.of(
                Cbor.text("Signature"),
                Cbor.bytes(NO_HEADER),
                Cbor.bytes(signerHeader),
                Cbor.bytes(externalAad.getBytes(StandardCharsets.US_ASCII)),
                Cbor.bytes(payload))));
  }

  byte[] encode() {
    return CborEncoder.encode(
        new Cbor.Array(
            0,
            List.of(
                Cbor.bytes(NO_HEADER),
                Cbor.map().build(),
                Cbor.bytes(payload),
                Cbor.array(signatures, CoseSign::item))));
  }

  private static Cbor item(One one) {
    return new Cbor.Array(
        0,
        List.of(
            Cbor.bytes(one.header().octets()), Cbor.map().build(), Cbor.bytes(one.signature())));
  }

  static CoseSign decode(byte[] octets) throws DecodeException {
    List<Cbor> parts =
        parts("COSE_Sign", CborDecoder.decode("COSE_Sign", octets, Root.MAX_OCTETS), PARTS);
    Fields.bytes("protected header", parts.get(0), 0, 0);
    Fields.of("unprotected header", parts.get(1)).end();
    byte[] payload = Fields.bytes("payload", parts.get(2), 1, Root.MAX_OCTETS);
    if (!(parts.get(3) instanceof Cbor.Array array)
        || array.items().isEmpty()
        || array.items().size() > MAX_SIGNATURES) {
      throw new DecodeException(
          "signatures",
          parts.get(3).offset(),
          "an array of 1 to " + MAX_SIGNATURES,
          parts.get(3).kind());
    }
    List<One> signatures = new ArrayList<>();
    for (Cbor item : array.items()) {
      signatures.add(one(item));
    }
    return new CoseSign(payload, signatures);
  }

  private static One one(Cbor item) throws DecodeException {
    List<Cbor> parts = parts("COSE_Signature", item, SIGNATURE_PARTS);
    SignatureHeader header = SignatureHeader.decode(parts.get(0));
    Fields.of("unprotected header", parts.get(1)).end();
    int octets = SignatureHeader.SIGNATURE_OCTETS;
    return new One(header, Fields.bytes("signature", parts.get(2), octets, octets));
  }

  private static List<Cbor> parts(String what, Cbor item, int count) throws DecodeException {
    if (item instanceof Cbor.Array array && array.items().size() == count) {
      return array.items();
    }
    throw new DecodeException(what, item.offset(), "an array of " + count, item.kind());
  }
}
