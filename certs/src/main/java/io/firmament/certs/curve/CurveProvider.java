package io.firmament.certs.curve;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.interfaces.ECKey;
import java.util.List;
import java.util.Map;

/**
 * What is put before the JDK's providers: ECDSA, ECDH, and keys on elliptic curves. Nothing else,
 * so that whoever computes digests, ciphers and random numbers stays who it was.
 */
final class CurveProvider extends Provider {
  private static final long serialVersionUID = 1L;

  static final String NAME = "FirmamentCurves";

  private static final String VERSION = "1";

  /** A digest's name in a signature's, in the JDK, and the signature's object identifier. */
  private static final List<List<String>> DIGESTS =
      List.of(
          List.of("SHA256", "SHA-256", "1.2.840.10045.4.3.2"),
          List.of("SHA384", "SHA-384", "1.2.840.10045.4.3.3"),
          List.of("SHA512", "SHA-512", "1.2.840.10045.4.3.4"));

  CurveProvider(Engine engine) {
    super(NAME, VERSION, "ECDSA and ECDH on P-256, P-384 and P-521 by " + engine);
    offer("KeyFactory", "EC", List.of("EllipticCurve"), () -> new CurveKeys(engine));
    offer("KeyPairGenerator", "EC", List.of("EllipticCurve"), () -> new CurvePairs(engine));
    offer("KeyAgreement", "ECDH", List.of(), () -> new CurveAgreement(engine));
    for (List<String> digest : DIGESTS) {
      String name = digest.get(0) + "withECDSA";
      String oid = digest.get(2);
      offer(
          "Signature",
          name,
          List.of(oid, "OID." + oid),
          () -> new CurveSignature(engine, digest.get(1), EcdsaValue.Form.DER));
      offer(
          "Signature",
          name + "inP1363Format",
          List.of(),
          () -> new CurveSignature(engine, digest.get(1), EcdsaValue.Form.FIXED));
    }
  }

  private void offer(String type, String algorithm, List<String> aliases, Maker maker) {
    putService(new Offered(this, type, algorithm, aliases, maker));
  }

  /** Makes what does the work, a new one for each who asks. */
  private interface Maker {
    Object make() throws GeneralSecurityException;
  }

  /** One of the services. */
  private static final class Offered extends Service {
    private final Maker maker;

    Offered(Provider provider, String type, String algorithm, List<String> aliases, Maker maker) {
      super(provider, type, algorithm, CurveProvider.class.getName(), aliases, Map.of());
      this.maker = maker;
    }

    @Override
    public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
      try {
        return maker.make();
      } catch (GeneralSecurityException e) {
        throw new NoSuchAlgorithmException(e.getMessage(), e);
      }
    }

    @Override
    public boolean supportsParameter(Object parameter) {
      return parameter == null
          || parameter instanceof ECKey key && Curve.of(key.getParams()).isPresent();
    }
  }
}
