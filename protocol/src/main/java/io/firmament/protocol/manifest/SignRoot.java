package io.firmament.protocol.manifest;

import io.firmament.protocol.codec.DecodeException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** Signs root documents: with several keys at once, or with one more, wherever that is kept. */
public final class SignRoot {
  private SignRoot() {}

  /**
   * The signed document: a COSE_Sign (RFC 9052 section 4.1), without a tag.
   *
   * @param signers 1 to 16 keys: as many as both thresholds ask for, of this document and of the
   *     one before it
   * @throws GeneralSecurityException when a key cannot sign
   */
  public static byte[] sign(Root root, List<KeySigner> signers) throws GeneralSecurityException {
    byte[] payload = RootCodec.encode(root);
    List<CoseSign.One> signatures = new ArrayList<>();
    for (KeySigner signer : signers) {
      signatures.add(one(payload, signer));
    }
    return new CoseSign(payload, signatures).encode();
  }

  /**
   * The same document with the signature of one more key; that key's signature is replaced where
   * there is one.
   *
   * @throws DecodeException when it is no signed document
   * @throws GeneralSecurityException when the key cannot sign
   */
  public static byte[] also(byte[] signed, KeySigner signer)
      throws DecodeException, GeneralSecurityException {
    CoseSign before = CoseSign.decode(signed);
    List<CoseSign.One> signatures = new ArrayList<>(before.signatures());
    signatures.removeIf(one -> one.header().keyId().equals(signer.key().id()));
    signatures.add(one(before.payload(), signer));
    return new CoseSign(before.payload(), signatures).encode();
  }

  private static CoseSign.One one(byte[] payload, KeySigner signer)
      throws GeneralSecurityException {
    SignatureHeader header = signer.header();
    byte[] content = CoseSign.toBeSigned(header.octets(), CoseSign.ROOT_AAD, payload);
    return new CoseSign.One(header, signer.raw().sign(content));
  }
}
