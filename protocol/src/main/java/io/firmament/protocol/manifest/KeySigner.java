package io.firmament.protocol.manifest;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/**
 * A key that signs.
 *
 * @param key its public half: what its id and its algorithm are made of
 * @param raw its private half, wherever that is kept
 */
public record KeySigner(TrustedKey key, RawSigner raw) {
  /** A private key, wherever it is kept. */
  @FunctionalInterface
  public interface RawSigner {
    /**
     * The signature over some octets: 64 octets in the form of RFC 9053 section 2.
     *
     * @throws GeneralSecurityException when the key cannot sign
     */
    byte[] sign(byte[] content) throws GeneralSecurityException;
  }

  /** A key whose private half is kept elsewhere. */
  public static KeySigner of(PublicKey publicKey, RawSigner raw) {
    return new KeySigner(TrustedKey.of(publicKey), raw);
  }

  /** A key whose private half is at hand. */
  public static KeySigner of(PrivateKey privateKey, PublicKey publicKey) {
    SignatureAlgorithm algorithm = SignatureAlgorithm.of(publicKey);
    return of(
        publicKey,
        content -> {
          Signature signature = Signature.getInstance(algorithm.jca());
          signature.initSign(privateKey);
          signature.update(content);
          return signature.sign();
        });
  }

  SignatureHeader header() {
    return SignatureHeader.of(key.algorithm(), key.id());
  }
}
