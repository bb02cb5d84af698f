package planted.firmament.device.fleet;

import planted.firmament.server.app.LawfulUse;

/** Rule 3: the device client does not see the server. */
public final class KnowsCloud {
  Object planted() {
    return LawfulUse.class;
  }
}
