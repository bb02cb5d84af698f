package planted.firmament.server.app;

import org.eclipse.jetty.server.Server;

/** Rule 4: Jetty is not seen here. */
public final class UsesJetty {
  Object planted() {
    return Server.class;
  }
}
