package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import java.util.HexFormat;
import java.util.Optional;

/** Finds the pre-shared key of a device (RFC 4279). */
public final class FindPsk {
  private final StateStore store;

  FindPsk(StateStore store) {
    this.store = store;
  }

  /**
   * The key for a PSK identity.
   *
   * @param identity the device id, in lower case
   * @return empty for an unknown identity: the handshake fails; a denied device has its key still
   */
  public Optional<byte[]> key(String identity) {
    if (!DeviceId.isDeviceId(identity) || !new DeviceId(identity).hex().equals(identity)) {
      return Optional.empty();
    }
    return store
        .find(Tables.PSKS, identity)
        .map(psk -> HexFormat.of().parseHex(psk.value().keyHex()));
  }
}
