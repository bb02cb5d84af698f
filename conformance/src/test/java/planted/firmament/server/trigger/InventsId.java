package planted.firmament.server.trigger;

import java.util.UUID;

/** Rule 7: chance is passed in. */
public final class InventsId {
  Object planted() {
    return UUID.randomUUID();
  }
}
