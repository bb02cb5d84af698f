package io.firmament.certs.curve;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/** Agrees on a secret; the other's point is checked before it meets the own secret. */
final class CurveAgreement extends KeyAgreementSpi {
  private static final String OF_TLS = "TlsPremasterSecret";

  private final KeyAgreement engine;
  private final KeyMaker maker;

  CurveAgreement(Engine engine) throws GeneralSecurityException {
    this.engine = engine.agreement();
    this.maker = engine.keys();
  }

  @Override
  protected void engineInit(Key key, SecureRandom random) throws InvalidKeyException {
    if (!(key instanceof PrivateKey secret)) {
      throw KeyMaker.foreign(key);
    }
    engine.init(maker.own(secret));
  }

  @Override
  protected void engineInit(Key key, AlgorithmParameterSpec parameters, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    if (parameters != null) {
      throw new InvalidAlgorithmParameterException("an agreement takes no parameters");
    }
    engineInit(key, random);
  }

  @Override
  protected Key engineDoPhase(Key key, boolean last) throws InvalidKeyException {
    if (!last) {
      throw new IllegalStateException("an agreement has two parties");
    }
    if (!(key instanceof PublicKey open)) {
      throw KeyMaker.foreign(key);
    }
    return engine.doPhase(maker.own(open), true);
  }

  @Override
  protected byte[] engineGenerateSecret() {
    return engine.generateSecret();
  }

  @Override
  protected int engineGenerateSecret(byte[] target, int offset) throws ShortBufferException {
    byte[] secret = engine.generateSecret();
    if (target.length - offset < secret.length) {
      throw new ShortBufferException("expected room for " + secret.length + " octets");
    }
    System.arraycopy(secret, 0, target, offset, secret.length);
    return secret.length;
  }

  @Override
  protected SecretKey engineGenerateSecret(String algorithm) throws NoSuchAlgorithmException {
    if (!algorithm.equals(OF_TLS)) {
      throw new NoSuchAlgorithmException("expected " + OF_TLS + ", not " + algorithm);
    }
    return new SecretKeySpec(engine.generateSecret(), OF_TLS);
  }
}
