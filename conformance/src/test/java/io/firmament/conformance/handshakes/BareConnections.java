package io.firmament.conformance.handshakes;

import java.security.Principal;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.InMemoryReadWriteLockConnectionStore;

/**
 * Scandium's connections, one a device, and one session. By itself Scandium keeps whatever has a
 * connection id until its store is full of what was not heard for a while: a benchmark would
 * measure how its heap grows, and then how peers are asked for their cookies for ever.
 */
final class BareConnections extends InMemoryReadWriteLockConnectionStore {

  /**
   * @param config says how many there may be, and where their sessions are
   */
  BareConnections(DtlsConnectorConfig config) {
    super(
        config.get(DtlsConfig.DTLS_MAX_CONNECTIONS),
        config.get(DtlsConfig.DTLS_STALE_CONNECTION_THRESHOLD, TimeUnit.SECONDS),
        config.getSessionStore(),
        true);
  }

  @Override
  public void putEstablishedSession(Connection connection) {
    Principal principal = connection.getEstablishedPeerIdentity();
    Connection before = principal == null ? null : connectionsByPrincipal.get(principal);
    super.putEstablishedSession(connection);
    if (before != null && before != connection) {
      boolean resumed =
          connection
              .getEstablishedSessionIdentifier()
              .equals(before.getEstablishedSessionIdentifier());
      before.getExecutor().execute(() -> remove(before, !resumed));
    }
  }
}
