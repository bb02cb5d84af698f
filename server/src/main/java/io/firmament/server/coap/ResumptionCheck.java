package io.firmament.server.coap;

import io.firmament.server.app.Identification;
import io.firmament.server.device.Approval;
import java.util.Optional;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.DTLSSession;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.ResumptionVerificationResult;
import org.eclipse.californium.scandium.dtls.SessionId;
import org.eclipse.californium.scandium.dtls.resumption.ResumptionVerifier;
import org.eclipse.californium.scandium.util.ServerNames;

/**
 * Says whether a session may be resumed: it is there and not too old, the device is registered and
 * not denied, and its credential is still the one that the session was made with. Otherwise the
 * session is forgotten and a full handshake follows, which a denied device may finish to hear its
 * 4.03. Answers from memory: a DTLS thread waits for nothing.
 */
final class ResumptionCheck implements ResumptionVerifier {
  private final DeviceRequests requests;
  private final SealedSessions sessions;

  ResumptionCheck(DeviceRequests requests, SealedSessions sessions) {
    this.requests = requests;
    this.sessions = sessions;
  }

  /** Every peer proves its address. */
  @Override
  public boolean skipRequestHelloVerify(SessionId sessionId) {
    return false;
  }

  @Override
  public ResumptionVerificationResult verifyResumptionRequest(
      ConnectionId cid, ServerNames serverNames, SessionId id) {
    Optional<KeptSession> kept = sessions.find(id);
    if (kept.isPresent() && !isAllowed(kept.get())) {
      sessions.remove(id);
      kept = Optional.empty();
    }
    DTLSSession session = kept.map(KeptSession::session).orElse(null);
    return new ResumptionVerificationResult(
        cid, session, kept.map(ResumptionCheck::known).orElse(null));
  }

  private static Identification.Known known(KeptSession kept) {
    return new Identification.Known(kept.device(), kept.credential(), Optional.empty());
  }

  private boolean isAllowed(KeptSession kept) {
    return requests
        .approval(kept.device(), kept.credential())
        .filter(approval -> approval != Approval.DENIED)
        .isPresent();
  }

  /** Nothing comes later. */
  @Override
  public void setResultHandler(HandshakeResultHandler resultHandler) {}
}
