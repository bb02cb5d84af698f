package io.firmament.certs.curve;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.ECKey;
import java.security.spec.AlgorithmParameterSpec;

/**
 * Signs and verifies: the JDK digests, the engine computes, and what a signature may look like is
 * decided here.
 */
final class CurveSignature extends SignatureSpi {
  private final Signature engine;
  private final KeyMaker maker;
  private final MessageDigest digest;
  private final EcdsaValue.Form form;
  private Curve curve;

  CurveSignature(Engine engine, String digest, EcdsaValue.Form form)
      throws GeneralSecurityException {
    this.engine = engine.digests();
    this.maker = engine.keys();
    this.digest = MessageDigest.getInstance(digest);
    this.form = form;
  }

  @Override
  protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
    PublicKey own = maker.own(key);
    curve = KeyMaker.curve(((ECKey) own).getParams());
    digest.reset();
    engine.initVerify(own);
  }

  @Override
  protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
    engineInitSign(key, null);
  }

  @Override
  protected void engineInitSign(PrivateKey key, SecureRandom random) throws InvalidKeyException {
    PrivateKey own = maker.own(key);
    curve = KeyMaker.curve(((ECKey) own).getParams());
    digest.reset();
    if (random == null) {
      engine.initSign(own);
    } else {
      engine.initSign(own, random);
    }
  }

  @Override
  protected void engineUpdate(byte octet) {
    digest.update(octet);
  }

  @Override
  protected void engineUpdate(byte[] octets, int offset, int length) {
    digest.update(octets, offset, length);
  }

  @Override
  protected byte[] engineSign() throws SignatureException {
    engine.update(digest.digest());
    byte[] der = engine.sign();
    return form == EcdsaValue.Form.DER
        ? der
        : EcdsaValue.read(der, EcdsaValue.Form.DER, curve).write(form, curve);
  }

  @Override
  protected boolean engineVerify(byte[] signature) throws SignatureException {
    byte[] digested = digest.digest();
    EcdsaValue value = EcdsaValue.read(signature, form, curve);
    if (!value.isWithin(curve)) {
      return false;
    }
    engine.update(digested);
    return engine.verify(value.write(EcdsaValue.Form.DER, curve));
  }

  @Override
  protected void engineSetParameter(AlgorithmParameterSpec parameters)
      throws InvalidAlgorithmParameterException {
    if (parameters != null) {
      throw new InvalidAlgorithmParameterException("ECDSA takes no parameters");
    }
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    return null;
  }

  @Override
  @Deprecated
  protected void engineSetParameter(String name, Object value) {
    throw new InvalidParameterException("ECDSA takes no parameters");
  }

  @Override
  @Deprecated
  protected Object engineGetParameter(String name) {
    throw new InvalidParameterException("ECDSA has no parameters");
  }
}
