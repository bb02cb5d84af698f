package planted.firmament.server.coap;

import planted.firmament.server.store.StoreRoom;

/** Rule 5: doors do not know each other. */
public final class KnowsStore {
  Object planted() {
    return StoreRoom.class;
  }
}
