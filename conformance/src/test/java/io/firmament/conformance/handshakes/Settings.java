package io.firmament.conformance.handshakes;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.elements.config.CertificateAuthenticationMode;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.dtls.ExtendedMasterSecretMode;
import org.eclipse.californium.scandium.dtls.SignatureAndHashAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite.CertificateKeyAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.XECDHECryptography.SupportedGroup;

/** What both ends of a bare Scandium are told, so that they do the same as Firmament's. */
final class Settings {
  private static final int MTU = 1280;

  /**
   * Connections, of which there are as few as devices. Scandium takes the same number for the most
   * handshakes that it finishes in two minutes, and then asks each peer for its cookie, again and
   * again, as fast as both can.
   */
  static final int MANY = 1_000_000;

  private Settings() {}

  /**
   * A server that asks for the same as Firmament's; else as Scandium comes.
   *
   * @param threads that decrypt and shake hands
   */
  static Configuration server(int threads) {
    Configuration config = common(DtlsRole.SERVER_ONLY);
    config.set(DtlsConfig.DTLS_CLIENT_AUTHENTICATION_MODE, CertificateAuthenticationMode.NEEDED);
    config.set(DtlsConfig.DTLS_USE_HELLO_VERIFY_REQUEST, true);
    noShortcut(config);
    config.set(DtlsConfig.DTLS_MAX_CONNECTIONS, MANY);
    config.set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false);
    config.setAsList(
        DtlsConfig.DTLS_CIPHER_SUITES,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256,
        CipherSuite.TLS_PSK_WITH_AES_128_CCM_8);
    curves(config);
    certificates(config);
    config.set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1);
    config.set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, threads);
    return config;
  }

  @SuppressWarnings("deprecation")
  private static void noShortcut(Configuration config) {
    config.set(DtlsConfig.DTLS_VERIFY_PEERS_ON_RESUMPTION_THRESHOLD, 0);
  }

  /** A device. */
  static Configuration device(List<CipherSuite> suites) {
    Configuration config = common(DtlsRole.CLIENT_ONLY);
    config.set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false);
    config.set(DtlsConfig.DTLS_CIPHER_SUITES, suites);
    if (suites.stream().anyMatch(CipherSuite::isEccBased)) {
      curves(config);
    }
    if (suites.stream().anyMatch(CipherSuite::requiresServerCertificateMessage)) {
      certificates(config);
    }
    config.set(DtlsConfig.DTLS_USE_SERVER_NAME_INDICATION, false);
    config.set(DtlsConfig.DTLS_VERIFY_SERVER_CERTIFICATES_SUBJECT, false);
    config.set(DtlsConfig.DTLS_MAX_CONNECTIONS, 8);
    config.set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1);
    config.set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1);
    return config;
  }

  private static Configuration common(DtlsRole role) {
    DtlsConfig.register();
    Configuration config = new Configuration();
    config.set(DtlsConfig.DTLS_ROLE, role);
    config.set(DtlsConfig.DTLS_EXTENDED_MASTER_SECRET_MODE, ExtendedMasterSecretMode.REQUIRED);
    config.set(DtlsConfig.DTLS_RETRANSMISSION_TIMEOUT, 5, TimeUnit.SECONDS);
    config.set(DtlsConfig.DTLS_MAX_TRANSMISSION_UNIT, MTU);
    return config;
  }

  private static void curves(Configuration config) {
    config.setAsList(DtlsConfig.DTLS_CURVES, SupportedGroup.secp256r1);
  }

  private static void certificates(Configuration config) {
    config.setAsList(
        DtlsConfig.DTLS_SIGNATURE_AND_HASH_ALGORITHMS, SignatureAndHashAlgorithm.SHA256_WITH_ECDSA);
    config.setAsList(DtlsConfig.DTLS_CERTIFICATE_KEY_ALGORITHMS, CertificateKeyAlgorithm.EC);
  }
}
