package io.firmament.certs.curve;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyPairGeneratorSpi;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;

/** Makes pairs of keys. */
final class CurvePairs extends KeyPairGeneratorSpi {
  private final KeyPairGenerator engine;

  CurvePairs(Engine engine) throws GeneralSecurityException {
    this.engine = engine.pairs();
    this.engine.initialize(named(Curve.P256));
  }

  @Override
  public void initialize(int bits, SecureRandom random) {
    Curve curve =
        Curve.ofBits(bits)
            .orElseThrow(
                () -> new InvalidParameterException("expected 256, 384 or 521 bits, not " + bits));
    try {
      engine.initialize(named(curve), random);
    } catch (InvalidAlgorithmParameterException e) {
      throw new AssertionError("every engine has " + curve, e);
    }
  }

  @Override
  public void initialize(AlgorithmParameterSpec wish, SecureRandom random)
      throws InvalidAlgorithmParameterException {
    Curve curve =
        Curve.of(wish)
            .orElseThrow(
                () -> new InvalidAlgorithmParameterException("expected P-256, P-384 or P-521"));
    engine.initialize(named(curve), random);
  }

  private static ECGenParameterSpec named(Curve curve) {
    return new ECGenParameterSpec(curve.standardName());
  }

  @Override
  public KeyPair generateKeyPair() {
    return engine.generateKeyPair();
  }
}
