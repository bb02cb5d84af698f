package planted.firmament.server.app;

import org.eclipse.californium.core.CoapServer;

/** Rule 4: Californium is not seen here. */
public final class UsesCalifornium {
  Object planted() {
    return CoapServer.class;
  }
}
