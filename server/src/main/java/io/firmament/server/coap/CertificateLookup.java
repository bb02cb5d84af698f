package io.firmament.server.coap;

import io.firmament.server.app.Identification;
import java.net.InetSocketAddress;
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

/**
 * Finds whose raw public key (RFC 7250) or certificate a peer shows. A lookup checks signatures, as
 * the handshake around it does, and asks memory: a DTLS thread waits for nothing. That the peer has
 * the private key is checked by Scandium, after this.
 */
final class CertificateLookup implements NewAdvancedCertificateVerifier {
  private final DeviceRequests requests;

  CertificateLookup(DeviceRequests requests) {
    this.requests = requests;
  }

  @Override
  public List<CertificateType> getSupportedCertificateTypes() {
    return List.of(CertificateType.RAW_PUBLIC_KEY, CertificateType.X_509);
  }

  /** Strangers are not told which authorities there are; a device has one certificate anyway. */
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
    Identification found =
        chain == null
            ? requests.byRawKey(message.getPublicKey())
            : requests.byCertificate(
                chain.getCertificates().stream().map(X509Certificate.class::cast).toList());
    if (found instanceof Identification.Known) {
      return chain == null
          ? new CertificateVerificationResult(cid, message.getPublicKey(), found)
          : new CertificateVerificationResult(cid, chain, found);
    }
    return refusal(cid, alert((Identification.Unknown) found));
  }

  /** As little as the device's owner needs to know (RFC 5246 section 7.2.2). */
  private static AlertDescription alert(Identification.Unknown why) {
    return switch (why) {
      case STRANGER -> AlertDescription.UNKNOWN_CA;
      case OUT_OF_DATE -> AlertDescription.CERTIFICATE_EXPIRED;
      case NOT_ITS_CREDENTIAL, NO_ROOM -> AlertDescription.ACCESS_DENIED;
    };
  }

  private static CertificateVerificationResult refusal(ConnectionId cid, AlertDescription why) {
    return new CertificateVerificationResult(
        cid, new HandshakeException("not let in", new AlertMessage(AlertLevel.FATAL, why)), null);
  }

  /** Nothing comes later. */
  @Override
  public void setResultHandler(HandshakeResultHandler resultHandler) {}
}
