package io.firmament.server.coap;

import io.firmament.server.trigger.Trigger;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.eclipse.californium.scandium.dtls.AlertMessage;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertDescription;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertLevel;
import org.eclipse.californium.scandium.dtls.DTLSContext;
import org.eclipse.californium.scandium.dtls.HandshakeException;
import org.eclipse.californium.scandium.dtls.Handshaker;
import org.eclipse.californium.scandium.dtls.SessionAdapter;

/**
 * Watches handshakes: refuses those beyond the limits, and tells of those that were finished, in
 * full or abbreviated. Not told of connections that a restart brings back, unlike a connection
 * listener. Called by DTLS threads: never blocks.
 */
final class HandshakeWatch extends SessionAdapter {
  private final HandshakeCount count;
  private final LongSupplier nanoClock;
  private final Listener listener;

  /** Is told of finished handshakes. */
  interface Listener {
    /** A handshake was finished; must not block. */
    void finished(
        Principal peer, Trigger trigger, InetSocketAddress address, Optional<Duration> roundTrip);
  }

  /**
   * @param nanoClock nanoseconds from any origin, for round trips
   */
  HandshakeWatch(HandshakeCount count, LongSupplier nanoClock, Listener listener) {
    this.count = count;
    this.nanoClock = nanoClock;
    this.listener = listener;
  }

  @Override
  public void handshakeStarted(Handshaker handshaker) throws HandshakeException {
    long now = nanoClock.getAsLong();
    if (!count.begin(handshaker, handshaker.getPeerAddress().getAddress(), now)) {
      throw new HandshakeException(
          "too many handshakes",
          new AlertMessage(AlertLevel.FATAL, AlertDescription.INTERNAL_ERROR));
    }
  }

  @Override
  public void contextEstablished(Handshaker handshaker, DTLSContext context) {
    Optional<Duration> roundTrip = count.end(handshaker, nanoClock.getAsLong());
    listener.finished(
        context.getSession().getPeerIdentity(),
        handshaker.isFullHandshake() ? Trigger.HANDSHAKE : Trigger.RESUME,
        handshaker.getPeerAddress(),
        roundTrip);
  }

  @Override
  public void handshakeFailed(Handshaker handshaker, Throwable error) {
    count.end(handshaker, nanoClock.getAsLong());
  }
}
