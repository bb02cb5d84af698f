package io.firmament.certs.curve;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.KeyAgreement;

/** What tests do with a backend's curves. */
final class Curves {
  static final byte[] CONTENT = {'u', 'p', 'd', 'a', 't', 'e'};

  private Curves() {}

  static KeyPair pair(CurveChoice choice, String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", choice.provider());
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  static KeyFactory keys(CurveChoice choice) throws GeneralSecurityException {
    return KeyFactory.getInstance("EC", choice.provider());
  }

  static PublicKey decoded(CurveChoice choice, PublicKey key) throws GeneralSecurityException {
    return keys(choice).generatePublic(new X509EncodedKeySpec(key.getEncoded()));
  }

  static PrivateKey decoded(CurveChoice choice, PrivateKey key) throws GeneralSecurityException {
    return keys(choice).generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
  }

  static PublicKey at(CurveChoice choice, BigInteger x, BigInteger y)
      throws GeneralSecurityException {
    return keys(choice)
        .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), Curve.P256.parameters()));
  }

  static byte[] sign(CurveChoice choice, String algorithm, PrivateKey key)
      throws GeneralSecurityException {
    Signature signer = Signature.getInstance(algorithm, choice.provider());
    signer.initSign(key);
    signer.update(CONTENT);
    return signer.sign();
  }

  static boolean verify(CurveChoice choice, String algorithm, PublicKey key, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(algorithm, choice.provider());
    verifier.initVerify(key);
    verifier.update(CONTENT);
    return verifier.verify(signature);
  }

  /** What becomes of a signature: the word is the same with whoever computes. */
  static String verdict(CurveChoice choice, String algorithm, PublicKey key, byte[] signature)
      throws GeneralSecurityException {
    try {
      return verify(choice, algorithm, key, signature) ? "good" : "bad";
    } catch (SignatureException e) {
      return "malformed";
    }
  }

  static byte[] agree(CurveChoice choice, PrivateKey own, PublicKey other)
      throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", choice.provider());
    agreement.init(own);
    agreement.doPhase(other, true);
    return agreement.generateSecret();
  }
}
