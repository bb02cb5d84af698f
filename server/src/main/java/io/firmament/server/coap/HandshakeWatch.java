package io.firmament.server.coap;

import io.firmament.server.trigger.Trigger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
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
 * Watches handshakes: bounds how many go on, in all and from one host, and tells of those that were
 * finished, in full or abbreviated. Called by DTLS threads: never blocks.
 */
final class HandshakeWatch extends SessionAdapter {
  /** Longer than Scandium repeats its flights: 5 + 10 + 20 + 40 + 60 s. */
  private static final Duration ABANDONED = Duration.ofMinutes(3);

  private final int most;
  private final int mostFromHost;
  private final LongSupplier nanoClock;
  private final Listener listener;

  /** These two are guarded by the first. */
  private final Map<Handshaker, Begun> going = new IdentityHashMap<>();

  private final Map<InetAddress, Integer> byHost = new HashMap<>();

  /** Is told of finished handshakes. */
  interface Listener {
    /** A handshake was finished; must not block. */
    void finished(
        Principal peer, Trigger trigger, InetSocketAddress address, Optional<Duration> roundTrip);
  }

  private record Begun(InetAddress host, long nanos) {}

  /**
   * @param nanoClock nanoseconds from any origin, for round trips
   */
  HandshakeWatch(CoapSettings settings, LongSupplier nanoClock, Listener listener) {
    this.most = settings.maxHandshakes();
    this.mostFromHost = settings.maxHandshakesFromHost();
    this.nanoClock = nanoClock;
    this.listener = listener;
  }

  @Override
  public void handshakeStarted(Handshaker handshaker) throws HandshakeException {
    InetAddress host = handshaker.getPeerAddress().getAddress();
    synchronized (going) {
      forgetAbandoned();
      if (going.size() >= most || byHost.getOrDefault(host, 0) >= mostFromHost) {
        throw new HandshakeException(
            "too many handshakes",
            new AlertMessage(AlertLevel.FATAL, AlertDescription.INTERNAL_ERROR));
      }
      going.put(handshaker, new Begun(host, nanoClock.getAsLong()));
      byHost.merge(host, 1, Integer::sum);
    }
  }

  /** Scandium ends every handshake in time, but does not tell of all of them. */
  private void forgetAbandoned() {
    long oldest = nanoClock.getAsLong() - ABANDONED.toNanos();
    if (going.size() >= most && going.values().removeIf(begun -> begun.nanos() - oldest < 0)) {
      byHost.clear();
      going.values().forEach(begun -> byHost.merge(begun.host(), 1, Integer::sum));
    }
  }

  @Override
  public void contextEstablished(Handshaker handshaker, DTLSContext context) {
    Optional<Duration> roundTrip =
        ended(handshaker).map(begun -> Duration.ofNanos(nanoClock.getAsLong() - begun.nanos()));
    listener.finished(
        context.getSession().getPeerIdentity(),
        handshaker.isFullHandshake() ? Trigger.HANDSHAKE : Trigger.RESUME,
        handshaker.getPeerAddress(),
        roundTrip);
  }

  @Override
  public void handshakeFailed(Handshaker handshaker, Throwable error) {
    ended(handshaker);
  }

  private Optional<Begun> ended(Handshaker handshaker) {
    synchronized (going) {
      Begun begun = going.remove(handshaker);
      if (begun != null) {
        byHost.computeIfPresent(begun.host(), (host, count) -> count == 1 ? null : count - 1);
      }
      return Optional.ofNullable(begun);
    }
  }

  /** Handshakes in progress. */
  int going() {
    synchronized (going) {
      return going.size();
    }
  }
}
