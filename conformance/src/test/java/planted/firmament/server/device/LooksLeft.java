package planted.firmament.server.device;

import planted.firmament.server.release.Room;

/** Rule 2: device is right of release. */
public final class LooksLeft {
  Object planted() {
    return Room.class;
  }
}
