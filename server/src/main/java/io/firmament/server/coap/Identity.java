package io.firmament.server.coap;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.Identification;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import org.eclipse.californium.elements.auth.AdditionalInfo;
import org.eclipse.californium.elements.auth.ExtensiblePrincipal;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;

/**
 * Who a DTLS session says the peer is: the only thing that ever says so. Whatever a device proved
 * itself with, its sessions have one kind of principal, its id: so they are found by it, compare
 * equal over a change of credential, and hold no certificates. Scandium writes three kinds of
 * principals to disk; the one of a pre-shared key is a name and nothing else.
 */
final class Identity {
  private static final String KNOWN = "known";

  private Identity() {}

  /** The device of an established session's principal; empty where it is none. */
  static Optional<DeviceId> of(Principal principal) {
    return principal instanceof PreSharedKeyIdentity named
        ? ofPsk(named.getIdentity())
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

  /** The principal of a device. */
  static Principal principal(DeviceId device) {
    return new PreSharedKeyIdentity(device.hex());
  }

  /** The principal of a device that was just identified. */
  static Principal principal(Identification.Known known) {
    return new PreSharedKeyIdentity(known.device().hex()).amend(info(known));
  }

  /** What Scandium is to remember with a principal. */
  static AdditionalInfo info(Identification.Known known) {
    return AdditionalInfo.from(Map.of(KNOWN, known));
  }

  /** What {@link #info} left with a principal; empty for one that was read from a file. */
  static Optional<Identification.Known> known(Principal principal) {
    return principal instanceof ExtensiblePrincipal<?> extensible
        ? Optional.ofNullable(extensible.getExtendedInfo())
            .map(info -> info.get(KNOWN, Identification.Known.class))
        : Optional.empty();
  }
}
