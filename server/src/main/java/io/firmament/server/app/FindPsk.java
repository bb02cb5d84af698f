package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.Credential;
import java.util.Optional;

/** Finds the pre-shared key of a device (RFC 4279). */
public final class FindPsk {
  private final Credentials credentials;

  FindPsk(Credentials credentials) {
    this.credentials = credentials;
  }

  /**
   * The key for a PSK identity.
   *
   * @param identity the device id, in lower case
   * @return empty for an unknown identity, or one with another kind of credential: the handshake
   *     fails; a denied device has its key still
   */
  public Optional<byte[]> key(String identity) {
    if (!DeviceId.isDeviceId(identity) || !new DeviceId(identity).hex().equals(identity)) {
      return Optional.empty();
    }
    return credentials
        .of(new DeviceId(identity))
        .filter(Credential.SharedKey.class::isInstance)
        .map(Credential.SharedKey.class::cast)
        .map(Credential.SharedKey::octets);
  }
}
