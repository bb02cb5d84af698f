package io.firmament.certs.curve;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/** Makes the engine's keys of numbers that were checked here, whoever checks them again. */
final class KeyMaker {
  private final KeyFactory factory;
  private final Optional<Class<?>> publicKeys;
  private final Optional<Class<?>> privateKeys;

  /**
   * @param provider whose keys
   * @param checks whether all keys of its classes were checked when they were made; with the JDK's
   *     own, points off the curve get through
   */
  KeyMaker(Provider provider, boolean checks) throws GeneralSecurityException {
    this.factory = KeyFactory.getInstance("EC", provider);
    this.publicKeys = own(checks, publicKey(Curve.P256, Curve.P256.parameters().getGenerator()));
    this.privateKeys = own(checks, privateKey(Curve.P256, BigInteger.ONE));
  }

  private static Optional<Class<?>> own(boolean checks, Key sample) {
    return checks ? Optional.of(sample.getClass()) : Optional.empty();
  }

  /** The key at a point. */
  PublicKey publicKey(Curve curve, ECPoint point) throws InvalidKeySpecException {
    if (!curve.holds(point)) {
      throw new InvalidKeySpecException("the point is not on " + curve.standardName());
    }
    return factory.generatePublic(new X509EncodedKeySpec(curve.encode(point)));
  }

  /** The key with a secret. */
  PrivateKey privateKey(Curve curve, BigInteger secret) throws InvalidKeySpecException {
    if (!curve.holds(secret)) {
      throw new InvalidKeySpecException(
          "the secret is not from 1 to the order of " + curve.standardName() + " less 1");
    }
    return factory.generatePrivate(new PKCS8EncodedKeySpec(curve.encode(secret)));
  }

  /** The engine's own key that is the same as this one. */
  PublicKey own(PublicKey key) throws InvalidKeyException {
    if (publicKeys.filter(key.getClass()::equals).isPresent()) {
      return key;
    }
    if (!(key instanceof ECPublicKey ec)) {
      throw foreign(key);
    }
    try {
      return publicKey(curve(ec.getParams()), ec.getW());
    } catch (InvalidKeySpecException e) {
      throw new InvalidKeyException(e.getMessage(), e);
    }
  }

  /** The engine's own key that is the same as this one. */
  PrivateKey own(PrivateKey key) throws InvalidKeyException {
    if (privateKeys.filter(key.getClass()::equals).isPresent()) {
      return key;
    }
    if (!(key instanceof ECPrivateKey ec)) {
      throw foreign(key);
    }
    try {
      return privateKey(curve(ec.getParams()), ec.getS());
    } catch (InvalidKeySpecException e) {
      throw new InvalidKeyException(e.getMessage(), e);
    }
  }

  static Curve curve(ECParameterSpec parameters) throws InvalidKeyException {
    return Curve.of(parameters)
        .orElseThrow(() -> new InvalidKeyException("the key is not on P-256, P-384 or P-521"));
  }

  static InvalidKeyException foreign(Key key) {
    String actual = key == null ? "none" : key.getAlgorithm();
    return new InvalidKeyException(
        "expected an elliptic curve key that shows itself, not " + actual);
  }
}
