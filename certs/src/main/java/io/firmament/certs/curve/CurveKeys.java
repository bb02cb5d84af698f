package io.firmament.certs.curve;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactorySpi;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Reads and writes keys; public ones in one encoding, private ones as RFC 5915 allows. */
final class CurveKeys extends KeyFactorySpi {
  private static final String EXPECTED =
      "expected a PKCS#8 with a key on a named curve, P-256, P-384 or P-521";

  private final KeyMaker maker;

  CurveKeys(Engine engine) {
    this.maker = engine.keys();
  }

  @Override
  protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
    if (spec instanceof X509EncodedKeySpec encoded) {
      Curve.Located located =
          Curve.located(encoded.getEncoded())
              .orElseThrow(
                  () ->
                      new InvalidKeySpecException(
                          "expected a SubjectPublicKeyInfo with a named curve, P-256, P-384 or"
                              + " P-521, and an uncompressed point"));
      return maker.publicKey(located.curve(), located.point());
    }
    if (spec instanceof ECPublicKeySpec numbers) {
      return maker.publicKey(curve(Curve.of(numbers.getParams())), numbers.getW());
    }
    throw unknown(spec);
  }

  @Override
  protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
    if (spec instanceof PKCS8EncodedKeySpec encoded) {
      return privateKey(encoded.getEncoded());
    }
    if (spec instanceof ECPrivateKeySpec numbers) {
      return maker.privateKey(curve(Curve.of(numbers.getParams())), numbers.getS());
    }
    throw unknown(spec);
  }

  /** Takes the curve by its name alone: parameters of one's own are how curves are forged. */
  private PrivateKey privateKey(byte[] pkcs8) throws InvalidKeySpecException {
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
      ASN1Encodable name = info.getPrivateKeyAlgorithm().getParameters();
      if (!X9ObjectIdentifiers.id_ecPublicKey.equals(info.getPrivateKeyAlgorithm().getAlgorithm())
          || !(name instanceof ASN1ObjectIdentifier curve)) {
        throw new InvalidKeySpecException(EXPECTED);
      }
      return maker.privateKey(
          curve(Curve.of(new ECGenParameterSpec(curve.getId()))),
          org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(info.parsePrivateKey()).getKey());
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new InvalidKeySpecException(EXPECTED, e);
    }
  }

  @Override
  protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> wanted)
      throws InvalidKeySpecException {
    KeySpec spec = key instanceof ECPrivateKey secret ? spec(secret, wanted) : spec(key, wanted);
    return wanted.cast(spec);
  }

  private static KeySpec spec(ECPrivateKey key, Class<?> wanted) throws InvalidKeySpecException {
    if (wanted.isAssignableFrom(ECPrivateKeySpec.class)) {
      return new ECPrivateKeySpec(key.getS(), key.getParams());
    }
    if (wanted.isAssignableFrom(PKCS8EncodedKeySpec.class)) {
      return new PKCS8EncodedKeySpec(key.getEncoded());
    }
    throw new InvalidKeySpecException("a private key is no " + wanted.getName());
  }

  private static KeySpec spec(Key key, Class<?> wanted) throws InvalidKeySpecException {
    if (key instanceof ECPublicKey open && wanted.isAssignableFrom(ECPublicKeySpec.class)) {
      return new ECPublicKeySpec(open.getW(), open.getParams());
    }
    if (key instanceof ECPublicKey open && wanted.isAssignableFrom(X509EncodedKeySpec.class)) {
      return new X509EncodedKeySpec(open.getEncoded());
    }
    throw new InvalidKeySpecException("the key is no " + wanted.getName());
  }

  @Override
  protected Key engineTranslateKey(Key key) throws InvalidKeyException {
    if (key instanceof PublicKey open) {
      return maker.own(open);
    }
    if (key instanceof PrivateKey secret) {
      return maker.own(secret);
    }
    throw KeyMaker.foreign(key);
  }

  private static Curve curve(Optional<Curve> known) throws InvalidKeySpecException {
    return known.orElseThrow(
        () -> new InvalidKeySpecException("expected a key on P-256, P-384 or P-521"));
  }

  private static InvalidKeySpecException unknown(KeySpec spec) {
    return new InvalidKeySpecException(
        "expected the encoding or the numbers of a key, not "
            + (spec == null ? "nothing" : spec.getClass().getName()));
  }
}
