package planted.firmament.server.session;

import planted.firmament.device.slot.SlotRoom;

/** Rule 3: the server does not see the device client. */
public final class KnowsDevice {
  Object planted() {
    return SlotRoom.class;
  }
}
