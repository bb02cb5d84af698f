package io.firmament.protocol.manifest;

import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.value.ProductId;

/**
 * Who signed a manifest, and whether that key may: the first part of the judgement over it, and all
 * that a server can check of a manifest that was signed elsewhere. Nothing of the content is looked
 * at before its signature holds.
 */
public final class AuthenticateManifest {
  private AuthenticateManifest() {}

  /**
   * Checks the key and the signature.
   *
   * @param signed the manifest's octets
   * @param keys the release keys that are believed
   * @param product the product that the manifest is taken for
   */
  public static Authentication verify(byte[] signed, TrustedKeys keys, ProductId product) {
    try {
      return verify(CoseSign1.decode(signed), keys, product);
    } catch (DecodeException malformed) {
      return new Authentication.Refused(RefusalReason.MALFORMED_MANIFEST, malformed.getMessage());
    }
  }

  private static Authentication verify(CoseSign1 envelope, TrustedKeys keys, ProductId product)
      throws DecodeException {
    KeyId id = envelope.header().keyId();
    if (keys.revoked().contains(id)) {
      return refused(RefusalReason.REVOKED_KEY, "the key", "a valid one", id);
    }
    EntitledKey key = keys.keys().get(id);
    if (key == null) {
      return refused(RefusalReason.UNKNOWN_KEY, "the key", keys.keys().keySet(), id);
    }
    if (!key.permits(product)) {
      return refused(
          RefusalReason.KEY_NOT_FOR_PRODUCT,
          "the key",
          "one for product " + product,
          id + " for products " + key.products().stream().sorted().toList());
    }
    return verify(envelope, id, key.key());
  }

  private static Authentication verify(CoseSign1 envelope, KeyId id, TrustedKey key)
      throws DecodeException {
    long algorithm = key.algorithm().cose();
    if (envelope.header().algorithm() != algorithm) {
      return refused(
          RefusalReason.BAD_SIGNATURE, "the algorithm", algorithm, envelope.header().algorithm());
    }
    byte[] content =
        CoseSign1.toBeSigned(
            envelope.header().octets(), CoseSign1.MANIFEST_AAD, envelope.payload());
    if (!key.signed(content, envelope.signature())) {
      return refused(
          RefusalReason.BAD_SIGNATURE, "the signature", "one that holds", "one that does not");
    }
    return new Authentication.Genuine(ManifestCodec.decode(envelope.payload()), id);
  }

  private static Authentication refused(
      RefusalReason reason, String what, Object expected, Object actual) {
    return new Authentication.Refused(
        reason, what + ": expected " + expected + ", found " + actual);
  }
}
