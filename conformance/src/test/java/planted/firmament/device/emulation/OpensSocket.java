package planted.firmament.device.emulation;

import java.nio.channels.DatagramChannel;

/** Rule 2: an emulated link has no socket. */
public final class OpensSocket {
  Object planted() {
    return DatagramChannel.class;
  }
}
