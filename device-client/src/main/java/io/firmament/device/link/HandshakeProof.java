package io.firmament.device.link;

import io.firmament.certs.CertificateProof;
import io.firmament.certs.DeviceCredential;
import io.firmament.certs.PskProof;
import io.firmament.certs.RawKeyProof;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.SignatureAndHashAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite.CertificateKeyAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.XECDHECryptography.SupportedGroup;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;

/**
 * A credential in the handshake: the device offers the suites of its own credential and no others,
 * so that nobody can talk it down to something else.
 */
final class HandshakeProof {
  private final DeviceCredential credential;
  private final Supplier<List<PublicKey>> pinned;

  private HandshakeProof(DeviceCredential credential, Supplier<List<PublicKey>> pinned) {
    this.credential = credential;
    this.pinned = pinned;
  }

  static HandshakeProof of(LinkOptions options) {
    return new HandshakeProof(options.credential(), options.pinned());
  }

  /** Begins a connector's configuration. */
  DtlsConnectorConfig.Builder in(Configuration settings) {
    settings.set(DtlsConfig.DTLS_CURVES, List.of(SupportedGroup.secp256r1));
    DeviceCredential.Proof proof = credential.proof();
    if (proof instanceof PskProof psk) {
      return sharedKey(settings, psk);
    }
    certificateSuites(settings);
    return DtlsConnectorConfig.builder(settings)
        .setCertificateIdentityProvider(shown(proof))
        .setAdvancedCertificateVerifier(new ServerCheck(credential.serverTrust(), pinned));
  }

  private static DtlsConnectorConfig.Builder sharedKey(Configuration settings, PskProof psk) {
    settings.set(
        DtlsConfig.DTLS_CIPHER_SUITES,
        List.of(
            CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256,
            CipherSuite.TLS_PSK_WITH_AES_128_CCM_8));
    return DtlsConnectorConfig.builder(settings)
        .setAdvancedPskStore(new AdvancedSinglePskStore(psk.deviceId(), psk.key()));
  }

  private static void certificateSuites(Configuration settings) {
    settings.set(
        DtlsConfig.DTLS_CIPHER_SUITES,
        List.of(
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256));
    settings.set(
        DtlsConfig.DTLS_SIGNATURE_AND_HASH_ALGORITHMS,
        List.of(SignatureAndHashAlgorithm.SHA256_WITH_ECDSA));
    settings.set(DtlsConfig.DTLS_CERTIFICATE_KEY_ALGORITHMS, List.of(CertificateKeyAlgorithm.EC));
    // The server has one name, whatever its address: the check of its certificate is ours.
    settings.set(DtlsConfig.DTLS_VERIFY_SERVER_CERTIFICATES_SUBJECT, false);
  }

  private static SingleCertificateProvider shown(DeviceCredential.Proof proof) {
    if (proof instanceof RawKeyProof raw) {
      return new SingleCertificateProvider(raw.privateKey(), raw.publicKey());
    }
    if (proof instanceof CertificateProof certified) {
      return new SingleCertificateProvider(
          certified.privateKey(),
          certified.chain().toArray(new X509Certificate[0]),
          CertificateType.X_509);
    }
    throw new AssertionError("the list of proofs is closed: " + proof.kind());
  }
}
