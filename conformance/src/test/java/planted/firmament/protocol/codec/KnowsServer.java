package planted.firmament.protocol.codec;

import planted.firmament.server.release.Room;

/** Rule 1: protocol knows nobody. */
public final class KnowsServer {
  Object planted() {
    return Room.class;
  }
}
