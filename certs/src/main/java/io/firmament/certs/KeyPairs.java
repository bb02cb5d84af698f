package io.firmament.certs;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Pairs of keys: fresh ones, and the public half that belongs to a private one. */
final class KeyPairs {
  private static final String P256 = "secp256r1";

  private KeyPairs() {}

  /** A fresh pair on P-256. */
  static KeyPair freshP256(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(P256), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has P-256", e);
    }
  }

  /** Whether these are the parameters of P-256, and not merely of a curve of the same size. */
  static boolean isP256(ECParameterSpec actual) {
    ECParameterSpec expected = p256();
    return actual.getCurve().equals(expected.getCurve())
        && actual.getGenerator().equals(expected.getGenerator())
        && actual.getOrder().equals(expected.getOrder())
        && actual.getCofactor() == expected.getCofactor();
  }

  /**
   * The public half of a private key; the JDK cannot compute it, Bouncy Castle can.
   *
   * @param key an EC or Ed25519 key
   * @param where the file that it came from, for the error
   */
  static PublicKey publicHalf(PrivateKey key, String where) throws CredentialException {
    try {
      byte[] spki =
          SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                  publicParameters(PrivateKeyFactory.createKey(key.getEncoded()), where))
              .getEncoded();
      return KeyFactory.getInstance(key.getAlgorithm())
          .generatePublic(new X509EncodedKeySpec(spki));
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(where, e.getMessage());
    }
  }

  private static AsymmetricKeyParameter publicParameters(AsymmetricKeyParameter key, String where)
      throws CredentialException {
    if (key instanceof ECPrivateKeyParameters ec) {
      return new ECPublicKeyParameters(
          new FixedPointCombMultiplier().multiply(ec.getParameters().getG(), ec.getD()),
          ec.getParameters());
    }
    if (key instanceof Ed25519PrivateKeyParameters ed) {
      return ed.generatePublicKey();
    }
    throw unusable(where, "it is neither an elliptic curve key nor Ed25519");
  }

  private static CredentialException unusable(String where, String why) {
    return new CredentialException(
        "the private key in " + where + " cannot be used: " + why,
        "keys are on P-256, release keys on P-256 or Ed25519, as PKCS#8 in PEM, without a password");
  }

  static ECParameterSpec p256() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(P256));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has P-256", e);
    }
  }
}
