package planted.firmament.server.app;

import org.bouncycastle.util.io.pem.PemObject;

/** Rule 4: Bouncy Castle is not seen here. */
public final class UsesBouncyCastle {
  Object planted() {
    return PemObject.class;
  }
}
