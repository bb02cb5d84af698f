package io.firmament.certs.curve;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.KeyAgreement;

/**
 * What an engine has to show before it is taken: answers that are known from elsewhere, a signature
 * of its own, and a refusal. It costs a few milliseconds, once.
 */
final class EngineProof {
  private static final String ALGORITHM = "SHA256withECDSA";

  /** RFC 6979 appendix A.2.5: P-256, SHA-256, "sample". */
  private static final String SIGNER_X =
      "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6";

  private static final String SIGNER_Y =
      "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299";
  private static final String SIGNATURE =
      "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
          + "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8";

  /** RFC 5903 section 8.1: the 256-bit random ECP group. */
  private static final String SECRET =
      "C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433";

  private static final String OTHER_X =
      "D12DFB5289C8D4F81208B70270398C342296970A0BCCB74C736FC7554494BF63";
  private static final String OTHER_Y =
      "56FBF3CA366CC23E8157854C13C58D6AAC23F046ADA30F8353E74F33039872AB";
  private static final String AGREED =
      "D6840F6B42F6EDAFD13116E0E12565202FEF8E9ECE7DCE03812464D04B9442DE";

  private final Provider provider;
  private final byte[] content = {'s', 'a', 'm', 'p', 'l', 'e'};

  private EngineProof(Provider provider) {
    this.provider = provider;
  }

  /** What a provider does wrong; empty for nothing. */
  static Optional<String> fault(Provider provider) {
    EngineProof proof = new EngineProof(provider);
    try {
      if (!proof.verifiesWhatIsKnown()) {
        return Optional.of("it misjudges the signatures of RFC 6979");
      }
      if (!proof.verifiesItsOwn()) {
        return Optional.of("it does not know its own signature");
      }
      if (!proof.agrees()) {
        return Optional.of("it does not agree with RFC 5903");
      }
      return proof.refusesPointsElsewhere()
          ? Optional.empty()
          : Optional.of("it takes a point that is not on the curve");
    } catch (GeneralSecurityException e) {
      return Optional.of(e.getMessage());
    }
  }

  private boolean verifiesWhatIsKnown() throws GeneralSecurityException {
    byte[] signature = HexFormat.of().parseHex(SIGNATURE);
    PublicKey key = key(SIGNER_X, SIGNER_Y);
    boolean good = isSigned(key, ALGORITHM + "inP1363Format", signature);
    signature[signature.length - 1] ^= 1;
    return good && !isSigned(key, ALGORITHM + "inP1363Format", signature);
  }

  private boolean verifiesItsOwn() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
    generator.initialize(Curve.P256.parameters());
    KeyPair pair = generator.generateKeyPair();
    Signature signer = Signature.getInstance(ALGORITHM, provider);
    signer.initSign(pair.getPrivate());
    signer.update(content);
    return isSigned(pair.getPublic(), ALGORITHM, signer.sign());
  }

  private boolean isSigned(PublicKey key, String algorithm, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(algorithm, provider);
    verifier.initVerify(key);
    verifier.update(content);
    return verifier.verify(signature);
  }

  private boolean agrees() throws GeneralSecurityException {
    PrivateKey secret =
        keys().generatePrivate(new ECPrivateKeySpec(number(SECRET), Curve.P256.parameters()));
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
    agreement.init(secret);
    agreement.doPhase(key(OTHER_X, OTHER_Y), true);
    return Arrays.equals(HexFormat.of().parseHex(AGREED), agreement.generateSecret());
  }

  private boolean refusesPointsElsewhere() throws GeneralSecurityException {
    try {
      key(OTHER_X, OTHER_X);
      return false;
    } catch (InvalidKeySpecException expected) {
      return true;
    }
  }

  private PublicKey key(String x, String y) throws GeneralSecurityException {
    return keys()
        .generatePublic(
            new ECPublicKeySpec(new ECPoint(number(x), number(y)), Curve.P256.parameters()));
  }

  private KeyFactory keys() throws GeneralSecurityException {
    return KeyFactory.getInstance("EC", provider);
  }

  private static BigInteger number(String hex) {
    return new BigInteger(hex, 16);
  }
}
