package io.firmament.conformance.handshakes;

import java.util.List;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;

/** The handshakes that are compared. */
enum Kind {
  RAW_KEY(
      "full, ECDHE_ECDSA, raw public keys", "rpk", CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8),
  CERTIFICATE(
      "full, ECDHE_ECDSA, X.509 both ways", "x509", CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8),
  SHARED_KEY_ECDHE(
      "full, ECDHE_PSK, as devices ask",
      "psk",
      CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256),
  SHARED_KEY("full, PSK", "psk", CipherSuite.TLS_PSK_WITH_AES_128_CCM_8),
  RESUMED("resumed by session id", "rpk", CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8);

  private final String label;
  private final String credential;
  private final CipherSuite suite;

  Kind(String label, String credential, CipherSuite suite) {
    this.label = label;
    this.credential = credential;
    this.suite = suite;
  }

  String label() {
    return label;
  }

  /** The kind of credential that its devices have. */
  String credential() {
    return credential;
  }

  /** Whether nothing is computed on curves: processor time is counted in hundredths of a second. */
  boolean isCheap() {
    return this == SHARED_KEY || this == RESUMED;
  }

  List<CipherSuite> suites() {
    return List.of(suite);
  }
}
