package io.firmament.server.coap;

import io.firmament.certs.CertificateForge;
import io.firmament.certs.CertificateProof;
import io.firmament.certs.DeviceCredential;
import io.firmament.certs.RawKeyProof;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.CertificateIdentityResult;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.SignatureAndHashAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite.CertificateKeyAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.XECDHECryptography.SupportedGroup;
import org.eclipse.californium.scandium.dtls.x509.CertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;
import org.eclipse.californium.scandium.util.ServerNames;

/** A raw key or a certificate as a device shows it; whom the device believes does not matter. */
final class ShownKey implements TestDevice.Shown {
  private final SingleCertificateProvider provider;
  private final CertificateType type;
  private final CipherSuite suite;

  private ShownKey(SingleCertificateProvider provider, CertificateType type, CipherSuite suite) {
    this.provider = provider.setVerifyKeyPair(false);
    this.type = type;
    this.suite = suite;
  }

  static ShownKey of(DeviceCredential credential) {
    if (credential.proof() instanceof RawKeyProof raw) {
      return raw(raw.privateKey(), raw.publicKey());
    }
    CertificateProof proof = (CertificateProof) credential.proof();
    return certificate(proof.privateKey(), proof.chain());
  }

  static ShownKey of(CertificateForge.Forged forged) {
    return certificate(forged.key(), forged.chain());
  }

  static ShownKey raw(PrivateKey key, PublicKey shown) {
    return new ShownKey(
        new SingleCertificateProvider(key, shown),
        CertificateType.RAW_PUBLIC_KEY,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8);
  }

  static ShownKey certificate(PrivateKey key, List<X509Certificate> chain) {
    return new ShownKey(
        new SingleCertificateProvider(
            key, chain.toArray(new X509Certificate[0]), CertificateType.X_509),
        CertificateType.X_509,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8);
  }

  ShownKey with(CipherSuite other) {
    return new ShownKey(provider, type, other);
  }

  /** Shows what Scandium would not let a client show. */
  private record Unchecked(CertificateProvider shown) implements CertificateProvider {
    @Override
    public List<CertificateKeyAlgorithm> getSupportedCertificateKeyAlgorithms() {
      return shown.getSupportedCertificateKeyAlgorithms();
    }

    @Override
    public List<CertificateType> getSupportedCertificateTypes() {
      return shown.getSupportedCertificateTypes();
    }

    @Override
    public CertificateIdentityResult requestCertificateIdentity(
        ConnectionId cid,
        boolean client,
        List<X500Principal> issuers,
        ServerNames serverNames,
        List<CertificateKeyAlgorithm> keyAlgorithms,
        List<SignatureAndHashAlgorithm> signatures,
        List<SupportedGroup> curves) {
      return shown.requestCertificateIdentity(
          cid, client, issuers, serverNames, keyAlgorithms, signatures, curves);
    }

    @Override
    public void setResultHandler(HandshakeResultHandler resultHandler) {
      shown.setResultHandler(resultHandler);
    }
  }

  @Override
  public DtlsConnectorConfig.Builder in(Configuration config) {
    config.setAsList(DtlsConfig.DTLS_CIPHER_SUITES, suite);
    StaticNewAdvancedCertificateVerifier.Builder verifier =
        StaticNewAdvancedCertificateVerifier.builder();
    if (type == CertificateType.X_509) {
      verifier.setTrustAllCertificates();
    } else {
      verifier.setTrustAllRPKs();
    }
    config.set(DtlsConfig.DTLS_VERIFY_SERVER_CERTIFICATES_SUBJECT, false);
    return DtlsConnectorConfig.builder(config)
        .setCertificateIdentityProvider(new Unchecked(provider))
        .setAdvancedCertificateVerifier(verifier.build());
  }
}
