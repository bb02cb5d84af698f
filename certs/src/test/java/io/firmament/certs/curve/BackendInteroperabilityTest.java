package io.firmament.certs.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one backend makes, each other one takes. */
class BackendInteroperabilityTest {
  private static final List<String> CURVES = List.of("secp256r1", "secp384r1", "secp521r1");
  private static final List<String> ALGORITHMS =
      List.of(
          "SHA256withECDSA",
          "SHA384withECDSA",
          "SHA512withECDSA",
          "SHA256withECDSAinP1363Format",
          "SHA384withECDSAinP1363Format",
          "SHA512withECDSAinP1363Format");

  @ParameterizedTest
  @MethodSource("io.firmament.certs.curve.Backends#pairs")
  void a_signature_of_one_is_good_for_the_other(CurveChoice signer, CurveChoice verifier)
      throws GeneralSecurityException {
    for (String curve : CURVES) {
      KeyPair pair = Curves.pair(signer, curve);
      PublicKey key = Curves.decoded(verifier, pair.getPublic());
      for (String algorithm : ALGORITHMS) {
        byte[] signature = Curves.sign(signer, algorithm, pair.getPrivate());
        assertThat(Curves.verify(verifier, algorithm, key, signature)).isTrue();
        // The other's key without having been decoded: it is translated.
        assertThat(Curves.verify(verifier, algorithm, pair.getPublic(), signature)).isTrue();
        signature[signature.length - 1] ^= 1;
        assertThat(Curves.verdict(verifier, algorithm, key, signature)).isEqualTo("bad");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.firmament.certs.curve.Backends#pairs")
  void both_sides_agree_on_a_secret(CurveChoice one, CurveChoice two)
      throws GeneralSecurityException {
    for (String curve : CURVES) {
      KeyPair first = Curves.pair(one, curve);
      KeyPair second = Curves.pair(two, curve);
      assertThat(Curves.agree(one, first.getPrivate(), second.getPublic()))
          .isEqualTo(Curves.agree(two, second.getPrivate(), first.getPublic()))
          .isEqualTo(Curves.agree(two, first.getPrivate(), second.getPublic()));
    }
  }

  @ParameterizedTest
  @MethodSource("io.firmament.certs.curve.Backends#pairs")
  void a_key_is_the_same_in_both(CurveChoice one, CurveChoice two) throws GeneralSecurityException {
    for (String curve : CURVES) {
      KeyPair pair = Curves.pair(one, curve);
      PublicKey open = Curves.decoded(two, pair.getPublic());
      PrivateKey secret = Curves.decoded(two, pair.getPrivate());
      assertThat(open.getEncoded()).isEqualTo(pair.getPublic().getEncoded());
      assertThat(open.getAlgorithm()).isEqualTo("EC");
      assertThat(((ECPublicKey) open).getW()).isEqualTo(((ECPublicKey) pair.getPublic()).getW());
      assertThat(((ECPrivateKey) secret).getS())
          .isEqualTo(((ECPrivateKey) pair.getPrivate()).getS());
      byte[] signature = Curves.sign(two, "SHA256withECDSA", secret);
      assertThat(Curves.verify(one, "SHA256withECDSA", pair.getPublic(), signature)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("io.firmament.certs.curve.Backends#all")
  void keys_show_their_numbers_and_encodings(CurveChoice choice) throws GeneralSecurityException {
    KeyPair pair = Curves.pair(choice, "secp256r1");
    KeyFactory keys = Curves.keys(choice);
    ECPublicKeySpec point = keys.getKeySpec(pair.getPublic(), ECPublicKeySpec.class);
    ECPrivateKeySpec secret = keys.getKeySpec(pair.getPrivate(), ECPrivateKeySpec.class);
    assertThat(keys.generatePublic(point).getEncoded()).hasSize(91);
    assertThat(keys.getKeySpec(pair.getPublic(), X509EncodedKeySpec.class).getEncoded())
        .isEqualTo(pair.getPublic().getEncoded());
    assertThat(((ECPrivateKey) keys.generatePrivate(secret)).getS()).isEqualTo(secret.getS());
    PKCS8EncodedKeySpec pkcs8 = keys.getKeySpec(pair.getPrivate(), PKCS8EncodedKeySpec.class);
    assertThat(((ECPrivateKey) keys.generatePrivate(pkcs8)).getS()).isEqualTo(secret.getS());
  }

  @ParameterizedTest
  @MethodSource("io.firmament.certs.curve.Backends#all")
  void a_curve_is_asked_for_by_its_size_too(CurveChoice choice) throws GeneralSecurityException {
    for (int bits : new int[] {256, 384, 521}) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", choice.provider());
      generator.initialize(bits);
      ECPublicKey key = (ECPublicKey) generator.generateKeyPair().getPublic();
      assertThat(key.getParams().getOrder().bitLength()).isEqualTo(bits);
    }
  }

  @ParameterizedTest
  @MethodSource("io.firmament.certs.curve.Backends#all")
  void the_smallest_and_the_largest_secret_are_keys(CurveChoice choice)
      throws GeneralSecurityException {
    BigInteger last = Curve.P256.order().subtract(BigInteger.ONE);
    for (BigInteger secret : List.of(BigInteger.ONE, last)) {
      PrivateKey key =
          Curves.keys(choice)
              .generatePrivate(new ECPrivateKeySpec(secret, Curve.P256.parameters()));
      assertThat(Curves.sign(choice, "SHA256withECDSAinP1363Format", key)).hasSize(64);
    }
  }
}
