package planted.firmament.server.rest;

import planted.firmament.server.config.ConfigRoom;

/** Rule 5: doors do not know who assembles them. */
public final class KnowsConfiguration {
  Object planted() {
    return ConfigRoom.class;
  }
}
