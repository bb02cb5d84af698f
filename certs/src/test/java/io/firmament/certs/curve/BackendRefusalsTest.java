package io.firmament.certs.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What nobody may take, whoever computes; and what everybody takes, although it looks odd. */
class BackendRefusalsTest {
  private static final String DER = "SHA256withECDSA";
  private static final String FIXED = "SHA256withECDSAinP1363Format";
  private static final BigInteger ORDER = Curve.P256.order();
  private static final BigInteger PRIME =
      ((ECFieldFp) Curve.P256.parameters().getCurve().getField()).getP();

  @Test
  void all_backends_say_the_same_of_a_signature_in_der() throws GeneralSecurityException {
    CurveChoice signer = Backends.jdk();
    KeyPair pair = Curves.pair(signer, "secp256r1");
    byte[] good = Curves.sign(signer, DER, pair.getPrivate());
    Map<String, String> expected = new LinkedHashMap<>();
    Map<String, byte[]> written = new LinkedHashMap<>();
    derAttacks(good)
        .forEach(
            (attack, signature) -> {
              written.put(attack, signature);
              expected.put(attack, attack.substring(0, attack.indexOf(':')));
            });
    for (CurveChoice choice : Backends.all().toList()) {
      assertThat(verdicts(choice, DER, pair.getPublic(), written))
          .as(choice.toString())
          .isEqualTo(expected);
    }
  }

  /** The first word is what has to become of it. */
  private static Map<String, byte[]> derAttacks(byte[] good) throws GeneralSecurityException {
    EcdsaValue value = EcdsaValue.read(good, EcdsaValue.Form.DER, Curve.P256);
    BigInteger r = value.r();
    BigInteger s = value.s();
    Map<String, byte[]> attacks = new LinkedHashMap<>();
    attacks.put("good: as it was signed", good);
    // A signature with n - s is as good (SEC 1 section 4.1.4); half of all are high.
    attacks.put("good: the negative of s", der(r, ORDER.subtract(s)));
    attacks.put("bad: r and s are 0 (CVE-2022-21449)", der(BigInteger.ZERO, BigInteger.ZERO));
    attacks.put("bad: r is 0", der(BigInteger.ZERO, s));
    attacks.put("bad: s is 0", der(r, BigInteger.ZERO));
    attacks.put("bad: r is the order", der(ORDER, s));
    attacks.put("bad: s is the order", der(r, ORDER));
    attacks.put("bad: r and the order", der(r.add(ORDER), s));
    attacks.put("bad: s and the order", der(r, s.add(ORDER)));
    attacks.put("bad: r and s change places", der(s, r));
    attacks.put("bad: r is 1, s is 1", der(BigInteger.ONE, BigInteger.ONE));
    attacks.put("malformed: s is negative", der(r, s.negate()));
    attacks.put("malformed: nothing", new byte[0]);
    attacks.put("malformed: one octet", new byte[] {0x30});
    attacks.put("malformed: only a sequence", new byte[] {0x30, 0});
    attacks.put("malformed: one number", new byte[] {0x30, 3, 2, 1, 1});
    attacks.put("malformed: an octet behind it", Arrays.copyOf(good, good.length + 1));
    attacks.put("malformed: the last octet is missing", Arrays.copyOf(good, good.length - 1));
    attacks.put("malformed: a length in the long form", longForm(good));
    attacks.put("malformed: a zero before a number", padded(r, s));
    attacks.put("malformed: a number without its sign", unsigned(r, s));
    attacks.put("malformed: a sequence of no known length", indefinite(good));
    attacks.put("malformed: a set", tagged(good, 0, 0x31));
    attacks.put("malformed: an octet string for a number", tagged(good, 2, 0x04));
    attacks.put("malformed: the fixed form", value.write(EcdsaValue.Form.FIXED, Curve.P256));
    return attacks;
  }

  @Test
  void all_backends_say_the_same_of_a_signature_of_fixed_length() throws GeneralSecurityException {
    CurveChoice signer = Backends.jdk();
    KeyPair pair = Curves.pair(signer, "secp256r1");
    byte[] good = Curves.sign(signer, FIXED, pair.getPrivate());
    Map<String, byte[]> attacks = new LinkedHashMap<>();
    attacks.put("good", good);
    attacks.put("zeros", new byte[64]);
    attacks.put("ones", filled());
    attacks.put("short", Arrays.copyOf(good, 63));
    attacks.put("long", Arrays.copyOf(good, 65));
    attacks.put("none", new byte[0]);
    attacks.put("der", Curves.sign(signer, DER, pair.getPrivate()));
    Map<String, String> expected =
        Map.of(
            "good", "good",
            "zeros", "bad",
            "ones", "bad",
            "short", "malformed",
            "long", "malformed",
            "none", "malformed",
            "der", "malformed");
    for (CurveChoice choice : Backends.all().toList()) {
      assertThat(verdicts(choice, FIXED, pair.getPublic(), attacks))
          .as(choice.toString())
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("io.firmament.certs.curve.Backends#all")
  void after_a_malformed_signature_the_next_is_judged_for_itself(CurveChoice choice)
      throws GeneralSecurityException {
    KeyPair pair = Curves.pair(choice, "secp256r1");
    byte[] good = Curves.sign(choice, DER, pair.getPrivate());
    java.security.Signature verifier = java.security.Signature.getInstance(DER, choice.provider());
    verifier.initVerify(pair.getPublic());
    verifier.update(Curves.CONTENT);
    assertThatThrownBy(() -> verifier.verify(new byte[3]))
        .isInstanceOf(java.security.SignatureException.class);
    verifier.update(Curves.CONTENT);
    assertThat(verifier.verify(good)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("io.firmament.certs.curve.Backends#all")
  void points_that_are_nobodys_key_are_refused(CurveChoice choice) throws GeneralSecurityException {
    ECPoint point = ((ECPublicKey) Curves.pair(choice, "secp256r1").getPublic()).getW();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    assertThat(Curves.at(choice, x, y).getEncoded()).hasSize(91);
    assertThat(Curve.P256.holds(ECPoint.POINT_INFINITY)).isFalse();
    for (ECPoint wrong :
        List.of(
            new ECPoint(BigInteger.ZERO, BigInteger.ZERO),
            new ECPoint(y, x),
            new ECPoint(x, y.add(BigInteger.ONE)),
            new ECPoint(x.add(PRIME), y),
            new ECPoint(x, y.add(PRIME)),
            new ECPoint(x.negate(), y))) {
      assertThatThrownBy(
              () ->
                  Curves.keys(choice)
                      .generatePublic(new ECPublicKeySpec(wrong, Curve.P256.parameters())))
          .as(wrong.getAffineX() + ", " + wrong.getAffineY())
          .isInstanceOf(InvalidKeySpecException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("io.firmament.certs.curve.Backends#all")
  void encodings_that_are_not_the_one_are_refused(CurveChoice choice)
      throws GeneralSecurityException {
    byte[] good = Curves.pair(choice, "secp256r1").getPublic().getEncoded();
    Map<String, byte[]> wrong = new LinkedHashMap<>();
    wrong.put("compressed", compressed(good));
    wrong.put("hybrid", tagged(good, 26, 6 | good[good.length - 1] & 1));
    wrong.put("infinity", infinity(good));
    wrong.put("of another curve", tagged(good, 22, good[22] + 1));
    wrong.put("off the curve", tagged(good, good.length - 1, good[good.length - 1] ^ 1));
    wrong.put("too long", Arrays.copyOf(good, good.length + 1));
    wrong.put("too short", Arrays.copyOf(good, good.length - 1));
    wrong.put("empty", new byte[0]);
    wrong.forEach(
        (how, octets) ->
            assertThatThrownBy(
                    () -> Curves.keys(choice).generatePublic(new X509EncodedKeySpec(octets)))
                .as(how)
                .isInstanceOf(InvalidKeySpecException.class));
  }

  /**
   * The JDK's own factory takes such a key, so that one may come along: the invalid curve attack.
   */
  @ParameterizedTest
  @MethodSource("io.firmament.certs.curve.Backends#all")
  void a_point_off_the_curve_meets_no_secret(CurveChoice choice) throws GeneralSecurityException {
    KeyPair own = Curves.pair(choice, "secp256r1");
    ECPoint point = ((ECPublicKey) own.getPublic()).getW();
    PublicKey evil =
        KeyFactory.getInstance("EC", "SunEC")
            .generatePublic(
                new ECPublicKeySpec(
                    new ECPoint(point.getAffineX(), point.getAffineY().add(BigInteger.ONE)),
                    Curve.P256.parameters()));
    assertThatThrownBy(() -> Curves.agree(choice, own.getPrivate(), evil))
        .isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> Curves.verify(choice, DER, evil, new byte[0]))
        .isInstanceOf(InvalidKeyException.class);
  }

  @ParameterizedTest
  @MethodSource("io.firmament.certs.curve.Backends#all")
  void secrets_outside_of_the_order_are_refused(CurveChoice choice) {
    for (BigInteger secret :
        List.of(BigInteger.ZERO, ORDER, ORDER.add(BigInteger.ONE), BigInteger.ONE.negate())) {
      assertThatThrownBy(
              () ->
                  Curves.keys(choice)
                      .generatePrivate(new ECPrivateKeySpec(secret, Curve.P256.parameters())))
          .isInstanceOf(InvalidKeySpecException.class);
    }
    for (byte[] wrong :
        List.of(
            new byte[0],
            new byte[64],
            Curve.P256.encode(ORDER),
            Curve.P256.encode(BigInteger.ZERO))) {
      assertThatThrownBy(() -> Curves.keys(choice).generatePrivate(new PKCS8EncodedKeySpec(wrong)))
          .isInstanceOf(InvalidKeySpecException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("io.firmament.certs.curve.Backends#all")
  void other_curves_are_refused(CurveChoice choice) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", choice.provider());
    for (String name : List.of("secp256k1", "secp224r1", "brainpoolP256r1", "sect283k1", "none")) {
      assertThatThrownBy(() -> generator.initialize(new ECGenParameterSpec(name)))
          .isInstanceOf(InvalidAlgorithmParameterException.class);
    }
    ECParameterSpec ours = Curve.P256.parameters();
    EllipticCurve curve = ours.getCurve();
    EllipticCurve other =
        new EllipticCurve(curve.getField(), curve.getA(), curve.getB().add(BigInteger.ONE));
    // The right curve with a generator of one's own: CVE-2020-0601.
    ECPoint generatorOfOnesOwn =
        ((ECPublicKey) Curves.pair(choice, "secp256r1").getPublic()).getW();
    for (ECParameterSpec forged :
        List.of(
            new ECParameterSpec(other, ours.getGenerator(), ours.getOrder(), 1),
            new ECParameterSpec(curve, generatorOfOnesOwn, ours.getOrder(), 1))) {
      assertThatThrownBy(
              () ->
                  Curves.keys(choice)
                      .generatePublic(new ECPublicKeySpec(ours.getGenerator(), forged)))
          .isInstanceOf(InvalidKeySpecException.class);
    }
  }

  private static Map<String, String> verdicts(
      CurveChoice choice, String algorithm, PublicKey key, Map<String, byte[]> signatures)
      throws GeneralSecurityException {
    Map<String, String> verdicts = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> signature : signatures.entrySet()) {
      verdicts.put(
          signature.getKey(), Curves.verdict(choice, algorithm, key, signature.getValue()));
    }
    return verdicts;
  }

  private static byte[] der(BigInteger r, BigInteger s) {
    return new EcdsaValue(r, s).write(EcdsaValue.Form.DER, Curve.P256);
  }

  private static byte[] longForm(byte[] der) {
    byte[] longer = new byte[der.length + 1];
    longer[0] = der[0];
    longer[1] = (byte) 0x81;
    System.arraycopy(der, 1, longer, 2, der.length - 1);
    return longer;
  }

  private static byte[] indefinite(byte[] der) {
    byte[] longer = Arrays.copyOf(der, der.length + 2);
    longer[1] = (byte) 0x80;
    return longer;
  }

  private static byte[] padded(BigInteger r, BigInteger s) {
    return sequence(prepended(r.toByteArray()), s.toByteArray());
  }

  /**
   * DER wants a zero before a number whose first bit is set: without it, the number is negative.
   */
  private static byte[] unsigned(BigInteger r, BigInteger s) {
    byte[] high = ORDER.subtract(BigInteger.ONE).toByteArray();
    return sequence(r.toByteArray(), Arrays.copyOfRange(high, 1, high.length));
  }

  private static byte[] prepended(byte[] octets) {
    byte[] longer = new byte[octets.length + 1];
    System.arraycopy(octets, 0, longer, 1, octets.length);
    return longer;
  }

  private static byte[] sequence(byte[] first, byte[] second) {
    byte[] all = new byte[6 + first.length + second.length];
    all[0] = 0x30;
    all[1] = (byte) (all.length - 2);
    all[2] = 2;
    all[3] = (byte) first.length;
    System.arraycopy(first, 0, all, 4, first.length);
    all[4 + first.length] = 2;
    all[5 + first.length] = (byte) second.length;
    System.arraycopy(second, 0, all, 6 + first.length, second.length);
    return all;
  }

  private static byte[] tagged(byte[] octets, int at, int value) {
    byte[] changed = octets.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private static byte[] filled() {
    byte[] ones = new byte[64];
    Arrays.fill(ones, (byte) 0xff);
    return ones;
  }

  /** 02 or 03 and x alone; the lengths around it are right. */
  private static byte[] compressed(byte[] spki) {
    byte[] shorter = Arrays.copyOf(spki, 26 + 33);
    shorter[1] -= 32;
    shorter[24] -= 32;
    shorter[26] = (byte) (2 | spki[spki.length - 1] & 1);
    return shorter;
  }

  private static byte[] infinity(byte[] spki) {
    byte[] shorter = Arrays.copyOf(spki, 26 + 1);
    shorter[1] -= 64;
    shorter[24] -= 64;
    shorter[26] = 0;
    return shorter;
  }
}
