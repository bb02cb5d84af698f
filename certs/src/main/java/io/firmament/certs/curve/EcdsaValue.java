package io.firmament.certs.curve;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.SignatureException;
import java.util.Arrays;

/**
 * The two numbers of an ECDSA signature, in its two encodings. Each is read in one way only, so
 * that nobody who sees a signature can write it anew.
 *
 * @param r the first half
 * @param s the second half; a high one is as good as its negative (RFC 8422 asks for no more)
 */
record EcdsaValue(BigInteger r, BigInteger s) {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int LONG_FORM = 0x80;

  /** How a signature is written. */
  enum Form {
    /** ECDSA-Sig-Value (RFC 3279 section 2.2.3), as in TLS and certificates. */
    DER,
    /** r || s of equal length (IEEE P1363), as in COSE. */
    FIXED
  }

  /**
   * Reads a signature.
   *
   * @throws SignatureException where it is not of this form: not DER, numbers that are negative or
   *     written longer than need be, octets behind it
   */
  static EcdsaValue read(byte[] signature, Form form, Curve curve) throws SignatureException {
    return form == Form.DER ? der(signature) : fixed(signature, curve.octets());
  }

  /** Whether both are from 1 to the order − 1: without this check, zeros sign everything. */
  boolean isWithin(Curve curve) {
    return curve.holds(r) && curve.holds(s);
  }

  byte[] write(Form form, Curve curve) {
    if (form == Form.DER) {
      return der();
    }
    byte[] halves = new byte[2 * curve.octets()];
    curve.put(r, halves, 0);
    curve.put(s, halves, curve.octets());
    return halves;
  }

  private static EcdsaValue fixed(byte[] signature, int octets) throws SignatureException {
    if (signature.length != 2 * octets) {
      throw new SignatureException(
          "expected a signature of " + 2 * octets + " octets, not " + signature.length);
    }
    return new EcdsaValue(
        new BigInteger(1, signature, 0, octets), new BigInteger(1, signature, octets, octets));
  }

  /** Takes the numbers where they should be, and then the encoding only if it is theirs. */
  private static EcdsaValue der(byte[] signature) throws SignatureException {
    int first = signature.length > 1 && (signature[1] & LONG_FORM) != 0 ? 3 : 2;
    BigInteger r = integer(signature, first);
    BigInteger s = integer(signature, first + 2 + signature[first + 1]);
    EcdsaValue value = new EcdsaValue(r, s);
    if (r.signum() < 0 || s.signum() < 0 || !Arrays.equals(value.der(), signature)) {
      throw malformed();
    }
    return value;
  }

  private static BigInteger integer(byte[] signature, int at) throws SignatureException {
    if (at < 0 || signature.length < at + 2) {
      throw malformed();
    }
    int length = signature[at + 1];
    if (signature[at] != INTEGER || length < 1 || signature.length - at - 2 < length) {
      throw malformed();
    }
    return new BigInteger(signature, at + 2, length);
  }

  private byte[] der() {
    byte[] first = r.toByteArray();
    byte[] second = s.toByteArray();
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    int length = 4 + first.length + second.length;
    der.write(SEQUENCE);
    if (length >= LONG_FORM) {
      der.write(LONG_FORM | 1);
    }
    der.write(length);
    for (byte[] half : new byte[][] {first, second}) {
      der.write(INTEGER);
      der.write(half.length);
      der.writeBytes(half);
    }
    return der.toByteArray();
  }

  private static SignatureException malformed() {
    return new SignatureException("expected an ECDSA signature in DER");
  }
}
