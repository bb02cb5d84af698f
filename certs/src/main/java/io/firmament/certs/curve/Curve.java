package io.firmament.certs.curve;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A curve that the JDK has, too (FIPS 186-4): its equation, and the one encoding in which keys on
 * it are read, with the curve by name and the point uncompressed (RFC 5480 section 2).
 */
enum Curve {
  /** NIST P-256: what DTLS and manifests use. */
  P256(
      "3059301306072a8648ce3d020106082a8648ce3d030107034200",
      "3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420",
      "secp256r1",
      "prime256v1",
      "NIST P-256",
      "P-256",
      "1.2.840.10045.3.1.7"),
  /** NIST P-384: for authorities that people bring. */
  P384(
      "3076301006072a8648ce3d020106052b81040022036200",
      "304e020100301006072a8648ce3d020106052b81040022043730350201010430",
      "secp384r1",
      "NIST P-384",
      "P-384",
      "1.3.132.0.34"),
  /** NIST P-521: for authorities that people bring. */
  P521(
      "30819b301006072a8648ce3d020106052b8104002303818600",
      "3060020100301006072a8648ce3d020106052b81040023044930470201010442",
      "secp521r1",
      "NIST P-521",
      "P-521",
      "1.3.132.0.35");

  private static final byte UNCOMPRESSED = 4;

  private final byte[] publicPrefix;
  private final byte[] privatePrefix;
  private final List<String> names;
  private final ECParameterSpec parameters;
  private final BigInteger prime;
  private final int octets;

  Curve(String publicPrefix, String privatePrefix, String... names) {
    this.publicPrefix = HexFormat.of().parseHex(publicPrefix);
    this.privatePrefix = HexFormat.of().parseHex(privatePrefix);
    this.names = List.of(names);
    this.parameters = parameters(names[0]);
    this.prime = ((ECFieldFp) parameters.getCurve().getField()).getP();
    this.octets = (prime.bitLength() + Byte.SIZE - 1) / Byte.SIZE;
  }

  private static ECParameterSpec parameters(String name) {
    try {
      AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
      named.init(new ECGenParameterSpec(name));
      return named.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has " + name, e);
    }
  }

  /** The curve with these parameters, whatever they call themselves. */
  static Optional<Curve> of(ECParameterSpec given) {
    return Stream.of(values()).filter(curve -> curve.isGivenBy(given)).findFirst();
  }

  /** The curve that a generator of keys is asked for. */
  static Optional<Curve> of(AlgorithmParameterSpec wish) {
    if (wish instanceof ECGenParameterSpec named) {
      return Stream.of(values())
          .filter(curve -> curve.names.stream().anyMatch(named.getName()::equalsIgnoreCase))
          .findFirst();
    }
    return wish instanceof ECParameterSpec given ? of(given) : Optional.empty();
  }

  /** The curve whose field has so many bits. */
  static Optional<Curve> ofBits(int bits) {
    return Stream.of(values()).filter(curve -> curve.prime.bitLength() == bits).findFirst();
  }

  private boolean isGivenBy(ECParameterSpec given) {
    return given == parameters
        || given != null
            && given.getCurve().equals(parameters.getCurve())
            && given.getGenerator().equals(parameters.getGenerator())
            && given.getOrder().equals(parameters.getOrder())
            && given.getCofactor() == parameters.getCofactor();
  }

  /** The name that every provider knows. */
  String standardName() {
    return names.get(0);
  }

  ECParameterSpec parameters() {
    return parameters;
  }

  /** The number of points: secrets and the halves of signatures are below. */
  BigInteger order() {
    return parameters.getOrder();
  }

  /** Octets of a coordinate, and of each half of a signature. */
  int octets() {
    return octets;
  }

  /**
   * Whether a point can be somebody's key: not infinity, in the field, on the curve (SEC 1 section
   * 3.2.2.1). The cofactor is 1, so that it then has the right order.
   */
  boolean holds(ECPoint point) {
    if (point.equals(ECPoint.POINT_INFINITY)) {
      return false;
    }
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    if (!isInField(x) || !isInField(y)) {
      return false;
    }
    BigInteger a = parameters.getCurve().getA();
    BigInteger b = parameters.getCurve().getB();
    BigInteger right = x.multiply(x).add(a).multiply(x).add(b).mod(prime);
    return y.multiply(y).mod(prime).equals(right);
  }

  private boolean isInField(BigInteger coordinate) {
    return coordinate.signum() >= 0 && coordinate.compareTo(prime) < 0;
  }

  /** Whether a number can be somebody's secret: 1 up to the order − 1. */
  boolean holds(BigInteger secret) {
    return secret.signum() > 0 && secret.compareTo(order()) < 0;
  }

  /** SubjectPublicKeyInfo of a point (RFC 5480). */
  byte[] encode(ECPoint point) {
    byte[] spki = Arrays.copyOf(publicPrefix, publicPrefix.length + 1 + 2 * octets);
    spki[publicPrefix.length] = UNCOMPRESSED;
    put(point.getAffineX(), spki, publicPrefix.length + 1);
    put(point.getAffineY(), spki, publicPrefix.length + 1 + octets);
    return spki;
  }

  /** PKCS#8 of a secret, without its public half (RFC 5915). */
  byte[] encode(BigInteger secret) {
    byte[] pkcs8 = Arrays.copyOf(privatePrefix, privatePrefix.length + octets);
    put(secret, pkcs8, privatePrefix.length);
    return pkcs8;
  }

  /** Writes a number that is not negative and fits, big-endian, into {@link #octets()} octets. */
  void put(BigInteger number, byte[] target, int at) {
    byte[] octetsOfIt = number.toByteArray();
    int sign = octetsOfIt.length > octets ? octetsOfIt.length - octets : 0;
    int length = octetsOfIt.length - sign;
    System.arraycopy(octetsOfIt, sign, target, at + octets - length, length);
  }

  /** The curve and the point of a SubjectPublicKeyInfo; nothing where it is anything else. */
  static Optional<Located> located(byte[] spki) {
    return Stream.of(values()).flatMap(curve -> curve.point(spki).stream()).findFirst();
  }

  private Optional<Located> point(byte[] spki) {
    int at = publicPrefix.length;
    boolean mine =
        spki.length == at + 1 + 2 * octets
            && Arrays.equals(spki, 0, at, publicPrefix, 0, at)
            && spki[at] == UNCOMPRESSED;
    return mine
        ? Optional.of(
            new Located(
                this,
                new ECPoint(
                    new BigInteger(1, spki, at + 1, octets),
                    new BigInteger(1, spki, at + 1 + octets, octets))))
        : Optional.empty();
  }

  /**
   * A point said to be on a curve; {@link Curve#holds(ECPoint)} tells.
   *
   * @param curve which curve
   * @param point where
   */
  record Located(Curve curve, ECPoint point) {}
}
