package io.firmament.protocol.manifest;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Signs manifests with one release key. */
public final class ManifestSigner {
  private final PrivateKey privateKey;
  private final KeyId keyId;
  private final SignatureAlgorithm algorithm;

  /**
   * @param privateKey the release key
   * @param publicKey its public half: what the key id is made of
   */
  public ManifestSigner(PrivateKey privateKey, PublicKey publicKey) {
    this.privateKey = privateKey;
    this.keyId = KeyId.of(publicKey);
    this.algorithm = SignatureAlgorithm.of(publicKey);
  }

  /**
   * The signed manifest: a COSE_Sign1 (RFC 9052 section 4.2), without a tag.
   *
   * @throws GeneralSecurityException when the key cannot sign
   */
  public byte[] sign(Manifest manifest) throws GeneralSecurityException {
    byte[] header = CoseSign1.header(algorithm, keyId);
    byte[] payload = ManifestCodec.encode(manifest);
    Signature signature = Signature.getInstance(algorithm.jca());
    signature.initSign(privateKey);
    signature.update(CoseSign1.toBeSigned(header, CoseSign1.MANIFEST_AAD, payload));
    return new CoseSign1(header, algorithm.cose(), keyId, payload, signature.sign()).encode();
  }
}
