package planted.firmament.device.core;

import planted.firmament.device.slot.SlotRoom;

/** Rule 2: the device core knows no door. */
public final class KnowsSlot {
  Object planted() {
    return SlotRoom.class;
  }
}
