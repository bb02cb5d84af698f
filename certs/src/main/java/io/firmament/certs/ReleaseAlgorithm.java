package io.firmament.certs;

import java.security.Key;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.spec.NamedParameterSpec;

/** How a release key signs; fixed by the key, never chosen by a signature. */
public enum ReleaseAlgorithm {
  /** ECDSA on P-256 with SHA-256, 64 octets r || s (RFC 9053 section 2.1). */
  ES256("SHA256withECDSAinP1363Format"),
  /** Ed25519, 64 octets (RFC 8032; RFC 9053 section 2.2). */
  EDDSA("Ed25519");

  /** Octets in a signature of either algorithm. */
  public static final int SIGNATURE_BYTES = 64;

  private final String jdkName;

  ReleaseAlgorithm(String jdkName) {
    this.jdkName = jdkName;
  }

  /** What the JDK calls it in {@link java.security.Signature#getInstance(String)}. */
  public String jdkName() {
    return jdkName;
  }

  static ReleaseAlgorithm of(Key key, String where) throws CredentialException {
    if (key instanceof ECKey ec && KeyPairs.isP256(ec.getParams())) {
      return ES256;
    }
    if (key instanceof EdECKey ed
        && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
      return EDDSA;
    }
    throw new CredentialException(
        where + " holds a key of another algorithm: " + key.getAlgorithm(),
        "a release key is on P-256 (ES256) or Ed25519 (EdDSA)");
  }
}
