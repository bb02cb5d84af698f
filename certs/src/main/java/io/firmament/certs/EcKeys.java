package io.firmament.certs;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.KeySpec;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X962Parameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * The keys of DTLS: on P-256 and no other curve. Reads what people bring, and brings it into the
 * one form that is compared and digested: a named curve, an uncompressed point (RFC 5480), 91
 * octets of SubjectPublicKeyInfo.
 */
final class EcKeys {
  private static final String MAKE_ONE =
      "make one: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256";
  private static final String SEC1 = "EC PRIVATE KEY";
  private static final String SEC1_PARAMETERS = "EC PARAMETERS";
  private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

  private EcKeys() {}

  /** The one public key of a text: SubjectPublicKeyInfo. */
  static PublicKey publicKey(PemText text) throws CredentialException {
    if (text.holds("RSA PUBLIC KEY")) {
      throw otherAlgorithm(text.where(), "RSA");
    }
    return publicKey(text.block(Pem.PUBLIC_KEY).getContent(), text);
  }

  private static PublicKey publicKey(byte[] spki, PemText text) throws CredentialException {
    try {
      SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(spki);
      requireCurve(info.getAlgorithm(), text.where());
      ECPublicKeyParameters ec = (ECPublicKeyParameters) PublicKeyFactory.createKey(info);
      requireP256(ec.getParameters(), text.where());
      org.bouncycastle.math.ec.ECPoint point = ec.getQ().normalize();
      return generate(
          new ECPoint(
              point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger()));
    } catch (IOException
        | IllegalArgumentException
        | IllegalStateException
        | ClassCastException e) {
      throw text.malformed("a public key as SubjectPublicKeyInfo", e);
    }
  }

  /** The one private key of a text: PKCS#8 or SEC1 (RFC 5915), without a password. */
  static PrivateKey privateKey(PemText text) throws CredentialException {
    List<PemObject> blocks =
        text.blocks().stream().filter(b -> !b.getType().equals(SEC1_PARAMETERS)).toList();
    PemObject block = blocks.size() == 1 ? blocks.get(0) : text.block(Pem.PRIVATE_KEY);
    refuseEncrypted(block, text);
    if (block.getType().equals("RSA PRIVATE KEY")) {
      throw otherAlgorithm(text.where(), "RSA");
    }
    byte[] der =
        block.getType().equals(SEC1)
            ? pkcs8(block, text)
            : text.block(Pem.PRIVATE_KEY).getContent();
    return privateKey(der, text);
  }

  private static PrivateKey privateKey(byte[] pkcs8, PemText text) throws CredentialException {
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
      requireCurve(info.getPrivateKeyAlgorithm(), text.where());
      ECPrivateKeyParameters ec = (ECPrivateKeyParameters) PrivateKeyFactory.createKey(info);
      requireP256(ec.getParameters(), text.where());
      return factory().generatePrivate(new ECPrivateKeySpec(ec.getD(), KeyPairs.p256()));
    } catch (IOException
        | GeneralSecurityException
        | IllegalArgumentException
        | IllegalStateException
        | ClassCastException e) {
      throw text.malformed("a private key", e);
    }
  }

  private static void refuseEncrypted(PemObject block, PemText text) throws CredentialException {
    if (block.getType().equals(ENCRYPTED) || !block.getHeaders().isEmpty()) {
      throw new CredentialException(
          text.where() + " holds a private key behind a password, and nobody here can type one",
          "take the password off: openssl pkcs8 -topk8 -nocrypt -in " + text.where() + " -out NEW");
    }
  }

  /** SEC1 has its curve inside, or in a block of its own before it; PKCS#8 says it outside. */
  private static byte[] pkcs8(PemObject sec1, PemText text) throws CredentialException {
    try {
      ECPrivateKey key = ECPrivateKey.getInstance(sec1.getContent());
      if (key.getParametersObject() == null) {
        throw new CredentialException(
            text.where() + " does not say on which curve its key is",
            "convert it: openssl pkcs8 -topk8 -nocrypt -in " + text.where() + " -out NEW");
      }
      return new PrivateKeyInfo(
              new AlgorithmIdentifier(
                  X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
              key)
          .getEncoded();
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw text.malformed("a private key as SEC1", e);
    }
  }

  /** The library takes it for granted that it knows the algorithm, and the curve by its name. */
  private static void requireCurve(AlgorithmIdentifier algorithm, String where)
      throws CredentialException {
    if (!algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      throw otherAlgorithm(where, name(algorithm.getAlgorithm()));
    }
    X962Parameters curve = X962Parameters.getInstance(algorithm.getParameters());
    boolean known =
        curve != null
            && !curve.isImplicitlyCA()
            && (!curve.isNamedCurve()
                || ECNamedCurveTable.getByOID(
                        ASN1ObjectIdentifier.getInstance(curve.getParameters()))
                    != null);
    if (!known) {
      throw new CredentialException(
          where + " holds a key on a curve that nobody knows, DTLS here uses P-256", MAKE_ONE);
    }
  }

  /** Refuses every curve but P-256, by its parameters and not by its name. */
  private static void requireP256(ECDomainParameters actual, String where)
      throws CredentialException {
    ECDomainParameters expected =
        new ECDomainParameters(CustomNamedCurves.getByOID(X9ObjectIdentifiers.prime256v1));
    boolean same =
        actual.getCurve().equals(expected.getCurve())
            && actual.getG().equals(expected.getG())
            && actual.getN().equals(expected.getN());
    if (!same) {
      String curve =
          actual instanceof ECNamedDomainParameters named
              ? ECNamedCurveTable.getName(named.getName())
              : "of its own, of " + actual.getN().bitLength() + " bits";
      throw new CredentialException(
          where + " holds a key on the curve " + curve + ", DTLS here uses P-256", MAKE_ONE);
    }
  }

  private static CredentialException otherAlgorithm(String where, String algorithm) {
    return new CredentialException(
        where + " holds a key of " + algorithm + ", DTLS here uses elliptic curve keys on P-256",
        MAKE_ONE);
  }

  private static String name(ASN1ObjectIdentifier algorithm) {
    if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return "RSA";
    }
    return algorithm.equals(EdECObjectIdentifiers.id_Ed25519)
        ? "Ed25519"
        : "the algorithm " + algorithm;
  }

  private static PublicKey generate(ECPoint point) {
    KeySpec spec = new ECPublicKeySpec(point, KeyPairs.p256());
    try {
      return factory().generatePublic(spec);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the point was checked to be on P-256", e);
    }
  }

  /**
   * PKCS#8 of a private key on P-256 with nothing but its secret: the same octets, whichever
   * provider holds the key.
   */
  static byte[] encoded(PrivateKey key) {
    try {
      ECPrivateKeySpec numbers = factory().getKeySpec(key, ECPrivateKeySpec.class);
      return new PrivateKeyInfo(
              new AlgorithmIdentifier(
                  X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1),
              new ECPrivateKey(numbers.getParams().getOrder().bitLength(), numbers.getS()))
          .getEncoded();
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError("the key was checked to be on P-256", e);
    }
  }

  private static KeyFactory factory() throws GeneralSecurityException {
    return KeyFactory.getInstance("EC");
  }
}
