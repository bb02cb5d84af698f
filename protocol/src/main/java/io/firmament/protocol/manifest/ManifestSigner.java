package io.firmament.protocol.manifest;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Signs manifests with one release key. */
public final class ManifestSigner {
  private final KeyId keyId;
  private final SignatureAlgorithm algorithm;
  private final RawSigner raw;

  /** The release key's private half, wherever it is kept. */
  @FunctionalInterface
  public interface RawSigner {
    /**
     * The signature over some octets: 64 octets in the form of RFC 9053 section 2.
     *
     * @throws GeneralSecurityException when the key cannot sign
     */
    byte[] sign(byte[] content) throws GeneralSecurityException;
  }

  /**
   * @param publicKey the release key's public half: what its id and its algorithm are made of
   * @param raw the private half
   */
  public ManifestSigner(PublicKey publicKey, RawSigner raw) {
    this.keyId = KeyId.of(publicKey);
    this.algorithm = SignatureAlgorithm.of(publicKey);
    this.raw = raw;
  }

  /**
   * @param privateKey the private half, where it is at hand
   * @param publicKey the public half
   */
  public ManifestSigner(PrivateKey privateKey, PublicKey publicKey) {
    this(publicKey, content -> sign(privateKey, SignatureAlgorithm.of(publicKey), content));
  }

  private static byte[] sign(PrivateKey key, SignatureAlgorithm algorithm, byte[] content)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm.jca());
    signature.initSign(key);
    signature.update(content);
    return signature.sign();
  }

  /**
   * The signed manifest: a COSE_Sign1 (RFC 9052 section 4.2), without a tag.
   *
   * @throws GeneralSecurityException when the key cannot sign
   */
  public byte[] sign(Manifest manifest) throws GeneralSecurityException {
    byte[] header = CoseSign1.header(algorithm, keyId);
    byte[] payload = ManifestCodec.encode(manifest);
    byte[] signature = raw.sign(CoseSign1.toBeSigned(header, CoseSign1.MANIFEST_AAD, payload));
    return new CoseSign1(header, algorithm.cose(), keyId, payload, signature).encode();
  }
}
