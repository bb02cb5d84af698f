package io.firmament.server.coap;

import io.firmament.protocol.value.DeviceId;
import java.security.Principal;
import java.util.Optional;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;

/** Who a DTLS session says the peer is: the only thing that ever says so. */
final class Identity {
  private Identity() {}

  /** The device of a principal; empty where it is none. */
  static Optional<DeviceId> of(Principal principal) {
    return principal instanceof PreSharedKeyIdentity psk
        ? ofPsk(psk.getIdentity())
        : Optional.empty();
  }

  /** The device of a PSK identity: its id as the server writes it, and no other spelling. */
  static Optional<DeviceId> ofPsk(String identity) {
    if (!DeviceId.isDeviceId(identity)) {
      return Optional.empty();
    }
    DeviceId device = new DeviceId(identity);
    return device.hex().equals(identity) ? Optional.of(device) : Optional.empty();
  }

  /** The principal that a device with a pre-shared key has. */
  static Principal pskPrincipal(DeviceId device) {
    return new PreSharedKeyIdentity(device.hex());
  }
}
