package planted.firmament.device.link;

import planted.firmament.device.slot.SlotRoom;

/** Rule 5: doors do not know each other. */
public final class KnowsNeighbour {
  Object planted() {
    return SlotRoom.class;
  }
}
