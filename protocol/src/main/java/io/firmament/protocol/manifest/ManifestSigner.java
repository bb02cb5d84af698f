package io.firmament.protocol.manifest;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;

/** Signs manifests with one release key. */
public final class ManifestSigner {
  private final KeySigner signer;

  /**
   * @param publicKey the release key's public half
   * @param raw the private half
   */
  public ManifestSigner(PublicKey publicKey, KeySigner.RawSigner raw) {
    this.signer = KeySigner.of(publicKey, raw);
  }

  /**
   * @param privateKey the private half, where it is at hand
   * @param publicKey the public half
   */
  public ManifestSigner(PrivateKey privateKey, PublicKey publicKey) {
    this.signer = KeySigner.of(privateKey, publicKey);
  }

  /** The release key's name. */
  public KeyId keyId() {
    return signer.key().id();
  }

  /**
   * The signed manifest: a COSE_Sign1 (RFC 9052 section 4.2), without a tag.
   *
   * @throws GeneralSecurityException when the key cannot sign
   */
  public byte[] sign(Manifest manifest) throws GeneralSecurityException {
    SignatureHeader header = signer.header();
    byte[] payload = ManifestCodec.encode(manifest);
    byte[] content = CoseSign1.toBeSigned(header.octets(), CoseSign1.MANIFEST_AAD, payload);
    return new CoseSign1(header, payload, signer.raw().sign(content)).encode();
  }
}
