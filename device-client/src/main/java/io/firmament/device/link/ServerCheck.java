package io.firmament.device.link;

import io.firmament.certs.ServerTrust;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.security.cert.CertPath;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
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
 * Whether a peer is the server: what is pinned decides, and nothing else. A root document that
 * lists the server's keys takes the place of what the device was given; a certificate then only
 * carries the key.
 */
final class ServerCheck implements NewAdvancedCertificateVerifier {
  private final ServerTrust trust;
  private final Supplier<List<PublicKey>> pinned;

  ServerCheck(ServerTrust trust, Supplier<List<PublicKey>> pinned) {
    this.trust = trust;
    this.pinned = pinned;
  }

  /** Whether a peer that shows this raw public key is the server. */
  boolean accepts(PublicKey shown) {
    List<PublicKey> keys = pinned.get();
    return keys.isEmpty() ? trust.accepts(shown) : keys.stream().anyMatch(key -> same(key, shown));
  }

  /** Whether a peer that shows this chain, its own certificate first, is the server. */
  boolean accepts(List<X509Certificate> shown) {
    return pinned.get().isEmpty()
        ? trust.accepts(shown)
        : !shown.isEmpty() && accepts(shown.get(0).getPublicKey());
  }

  private static boolean same(PublicKey one, PublicKey other) {
    return Arrays.equals(one.getEncoded(), other.getEncoded());
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
    if (chain == null && key != null && accepts(key)) {
      return new CertificateVerificationResult(cid, key, null);
    }
    if (chain != null && accepts(certificates(chain))) {
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
