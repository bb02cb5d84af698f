package io.firmament.server.coap;

import java.net.InetSocketAddress;
import java.security.Principal;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.MapBasedEndpointContext;
import org.eclipse.californium.elements.MapBasedEndpointContext.Attributes;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.DTLSContext;

/**
 * The DTLS association of a device, as a request of the cloud needs it.
 *
 * @param address where the device was last heard
 * @param device who it is, as its handshake said
 * @param id the server's connection id; {@code null} where the device uses none
 * @param lastHeardNanos when its last record came, on Scandium's clock
 */
record Association(
    InetSocketAddress address, Principal device, ConnectionId id, long lastHeardNanos) {
  /** The association of a connection that has an address and a session. */
  static Association of(Connection connection) {
    DTLSContext context = connection.getEstablishedDtlsContext();
    return new Association(
        connection.getPeerAddress(),
        connection.getEstablishedPeerIdentity(),
        context.getWriteConnectionId() == null ? null : context.getReadConnectionId(),
        connection.getLastMessageNanos());
  }

  /** Where to send requests: there, and never with a handshake. */
  EndpointContext destination() {
    Attributes attributes =
        new Attributes()
            .add(DtlsEndpointContext.KEY_HANDSHAKE_MODE, DtlsEndpointContext.HANDSHAKE_MODE_NONE);
    if (id != null) {
      attributes.add(DtlsEndpointContext.KEY_READ_CONNECTION_ID, id);
    }
    return new MapBasedEndpointContext(address, device, attributes);
  }
}
