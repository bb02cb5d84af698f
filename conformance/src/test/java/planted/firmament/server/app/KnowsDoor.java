package planted.firmament.server.app;

import planted.firmament.server.store.StoreRoom;

/** Rule 5: use cases do not know doors. */
public final class KnowsDoor {
  Object planted() {
    return StoreRoom.class;
  }
}
