package io.firmament.server.coap;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.x509.CertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;

/**
 * What the server shows to devices: its certificate to those that pin an authority, the bare key in
 * it to those that pin a key (RFC 7250).
 *
 * @param key on P-256
 * @param certificate its certificate
 */
public record ServerIdentity(PrivateKey key, X509Certificate certificate) {
  CertificateProvider provider() {
    return new SingleCertificateProvider(
        key,
        new X509Certificate[] {certificate},
        CertificateType.RAW_PUBLIC_KEY,
        CertificateType.X_509);
  }

  @Override
  public String toString() {
    return "ServerIdentity[" + certificate.getSubjectX500Principal() + "]";
  }
}
