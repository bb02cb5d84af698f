package io.firmament.certs.curve;

import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.util.function.Supplier;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** An honest provider but for one kind of service. */
final class PlantedProvider extends Provider {
  private static final long serialVersionUID = 1L;

  /**
   * @param type the services that are not the honest ones
   * @param instead what is there instead
   */
  PlantedProvider(String type, Supplier<Object> instead) {
    super("Planted", "1", "not quite honest");
    for (Service honest : Backends.jdk().provider().getServices()) {
      putService(new Copy(this, honest, type.equals(honest.getType()) ? instead : null));
    }
  }

  /** A service, or what is there instead. */
  private static final class Copy extends Service {
    private final Service honest;
    private final Supplier<Object> instead;

    Copy(Provider provider, Service honest, Supplier<Object> instead) {
      super(provider, honest.getType(), honest.getAlgorithm(), "none", null, null);
      this.honest = honest;
      this.instead = instead;
    }

    @Override
    public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
      return instead == null ? honest.newInstance(parameter) : instead.get();
    }

    @Override
    public boolean supportsParameter(Object parameter) {
      return true;
    }
  }

  /** Says the same of every signature, and signs anything with anything. */
  static final class Judge extends SignatureSpi {
    private final boolean verdict;

    Judge(boolean verdict) {
      this.verdict = verdict;
    }

    @Override
    protected void engineInitVerify(PublicKey key) {}

    @Override
    protected void engineInitSign(PrivateKey key) {}

    @Override
    protected void engineUpdate(byte octet) {}

    @Override
    protected void engineUpdate(byte[] octets, int offset, int length) {}

    @Override
    protected byte[] engineSign() {
      return new byte[] {1};
    }

    @Override
    protected boolean engineVerify(byte[] signature) {
      return verdict;
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {}

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      return null;
    }
  }

  /** Agrees on zeros with everybody. */
  static final class Zeros extends KeyAgreementSpi {
    @Override
    protected void engineInit(Key key, SecureRandom random) {}

    @Override
    protected void engineInit(Key key, AlgorithmParameterSpec parameters, SecureRandom random) {}

    @Override
    protected Key engineDoPhase(Key key, boolean last) {
      return null;
    }

    @Override
    protected byte[] engineGenerateSecret() {
      return new byte[32];
    }

    @Override
    protected int engineGenerateSecret(byte[] target, int offset) {
      return 32;
    }

    @Override
    protected SecretKey engineGenerateSecret(String algorithm) {
      return new SecretKeySpec(new byte[32], algorithm);
    }
  }
}
