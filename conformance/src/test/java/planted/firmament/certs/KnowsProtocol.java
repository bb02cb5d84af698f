package planted.firmament.certs;

import planted.firmament.protocol.value.Lawful;

/** Rule 3: certs knows nobody. */
public final class KnowsProtocol {
  Object planted() {
    return new Lawful(1);
  }
}
