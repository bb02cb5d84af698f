package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.transfer.Octets;
import io.firmament.server.transfer.WireBytes;
import java.util.Set;

/** The port to what has crossed the wire since the server started. Cheap to ask; never waits. */
public interface WireMeter {
  /** What a device and the server have sent each other. */
  WireBytes of(DeviceId device);

  /** All devices that there is anything to say of. */
  Set<DeviceId> devices();

  /** Everything that came to the port and left it, of devices and of anybody else. */
  Octets total();

  /** A device's transfer is over: which blocks it had is not needed any more. */
  void forgetBlocks(DeviceId device);
}
