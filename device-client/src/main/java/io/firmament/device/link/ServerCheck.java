package io.firmament.device.link;

import io.firmament.certs.ServerTrust;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.security.cert.CertPath;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.eclipse.californium.scandium.dtls.AlertMessage;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertDescription;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertLevel;
import org.eclipse.californium.scandium.dtls.CertificateMessage;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.CertificateVerificationResult;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeException;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.x509.NewAdvancedCertificateVerifier;
import org.eclipse.californium.scandium.util.ServerNames;

/** Whether a peer is the server: what is pinned decides, and nothing else. */
final class ServerCheck implements NewAdvancedCertificateVerifier {
  private final ServerTrust trust;

  ServerCheck(ServerTrust trust) {
    this.trust = trust;
  }

  @Override
  public List<CertificateType> getSupportedCertificateTypes() {
    return List.of(
        trust instanceof ServerTrust.PinnedKey
            ? CertificateType.RAW_PUBLIC_KEY
            : CertificateType.X_509);
  }

  @Override
  public List<X500Principal> getAcceptedIssuers() {
    return List.of();
  }

  @Override
  public CertificateVerificationResult verifyCertificate(
      ConnectionId cid,
      ServerNames serverName,
      InetSocketAddress remotePeer,
      boolean clientUsage,
      boolean verifySubject,
      boolean truncateCertificatePath,
      CertificateMessage message) {
    CertPath chain = message.getCertificateChain();
    PublicKey key = message.getPublicKey();
    if (chain == null && key != null && trust.accepts(key)) {
      return new CertificateVerificationResult(cid, key, null);
    }
    if (chain != null && trust.accepts(certificates(chain))) {
      return new CertificateVerificationResult(cid, chain, null);
    }
    return new CertificateVerificationResult(
        cid,
        new HandshakeException(
            "not the server", new AlertMessage(AlertLevel.FATAL, AlertDescription.BAD_CERTIFICATE)),
        null);
  }

  private static List<X509Certificate> certificates(CertPath chain) {
    return chain.getCertificates().stream().map(X509Certificate.class::cast).toList();
  }

  @Override
  public void setResultHandler(HandshakeResultHandler resultHandler) {
    // It answers at once.
  }
}
