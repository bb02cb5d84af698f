package io.firmament.server.coap;

import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.PrincipalEndpointContextMatcher;
import org.eclipse.californium.elements.util.Bytes;

/**
 * What message ids and tokens are unique in (RFC 7252 section 4.4 calls it the endpoint): the DTLS
 * association, named by the server's connection id. It outlives a change of address, and ends with
 * the next handshake: a device that has booted begins with any message id, and must not be taken
 * for repeating what it said before. An association without a connection id cannot move; its
 * address names it.
 */
final class AssociationMatcher extends PrincipalEndpointContextMatcher {
  @Override
  public String getName() {
    return "association";
  }

  @Override
  public Object getEndpointIdentity(EndpointContext context) {
    Bytes association = context.get(DtlsEndpointContext.KEY_READ_CONNECTION_ID);
    return association == null ? context.getPeerAddress() : association;
  }
}
