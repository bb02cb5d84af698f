package io.firmament.certs;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;

/** The key that signs what devices may install. Immutable; prints without its secret. */
public final class ReleaseKey {
  private final ReleasePublicKey publicKey;
  private final PrivateKey privateKey;

  private ReleaseKey(ReleasePublicKey publicKey, PrivateKey privateKey) {
    this.publicKey = publicKey;
    this.privateKey = privateKey;
  }

  static ReleaseKey of(PrivateKey privateKey, PublicKey publicKey, String where)
      throws CredentialException {
    return new ReleaseKey(ReleasePublicKey.of(publicKey, where), privateKey);
  }

  /** The public half, which devices are given. */
  public ReleasePublicKey publicKey() {
    return publicKey;
  }

  /** The name that its signatures carry. */
  public KeyId id() {
    return publicKey.id();
  }

  /**
   * Signs.
   *
   * @param content what is signed, all of it
   * @param random the source of ECDSA's per-signature secret; not used by EdDSA
   * @return 64 octets: r || s, or R || S
   */
  public byte[] sign(byte[] content, SecureRandom random) {
    try {
      Signature signer = Signature.getInstance(publicKey.algorithm().jdkName());
      signer.initSign(privateKey, random);
      signer.update(content);
      return signer.sign();
    } catch (NoSuchAlgorithmException | InvalidKeyException | SignatureException e) {
      throw new AssertionError("the key was checked to be of " + publicKey.algorithm(), e);
    }
  }

  @Override
  public String toString() {
    return "ReleaseKey[" + id() + ", " + publicKey.algorithm() + "]";
  }
}
