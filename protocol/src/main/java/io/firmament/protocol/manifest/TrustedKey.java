package io.firmament.protocol.manifest;

import io.firmament.protocol.value.InvalidValueException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/**
 * A public key that somebody vouched for, with its name and the one way in which it signs.
 *
 * @param id its name
 * @param algorithm how it signs: fixed by the key, never by a signature
 * @param key the key
 */
public record TrustedKey(KeyId id, SignatureAlgorithm algorithm, PublicKey key) {
  /** Octets of the longest SubjectPublicKeyInfo, that of a key on P-256. */
  public static final int MAX_SPKI_BYTES = 91;

  /**
   * A key with its name.
   *
   * @throws InvalidValueException when it is for neither algorithm
   */
  public static TrustedKey of(PublicKey key) {
    return new TrustedKey(KeyId.of(key), SignatureAlgorithm.of(key), key);
  }

  /**
   * A key out of its SubjectPublicKeyInfo (RFC 5480, RFC 8410). A point on P-256 is uncompressed:
   * there is one spelling of a key, so that no key has two names and counts twice.
   *
   * @throws InvalidValueException when the octets are no such key
   */
  static TrustedKey ofSpki(SignatureAlgorithm algorithm, byte[] spki) {
    if (!algorithm.isSpki(spki)) {
      throw new InvalidValueException("key", "a SubjectPublicKeyInfo for " + algorithm, "another");
    }
    try {
      PublicKey key =
          KeyFactory.getInstance(algorithm.keyAlgorithm())
              .generatePublic(new X509EncodedKeySpec(spki));
      if (!Arrays.equals(key.getEncoded(), spki)) {
        throw new InvalidValueException("key", "the one spelling of it", "another spelling");
      }
      return of(key);
    } catch (GeneralSecurityException e) {
      throw new InvalidValueException("key", "a key for " + algorithm, e.getMessage());
    }
  }

  byte[] spki() {
    return key.getEncoded();
  }

  /** Whether a signature is this key's over some octets; what is no signature at all is not. */
  boolean signed(byte[] content, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(algorithm.jca());
      verifier.initVerify(key);
      verifier.update(content);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
