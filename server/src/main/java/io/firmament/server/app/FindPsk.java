package io.firmament.server.app;

import java.util.Optional;

/** Finds the pre-shared key of a device (RFC 4279). */
public final class FindPsk {
  /**
   * The key for a PSK identity.
   *
   * @param identity the device id, in lower case
   * @return empty for an unknown identity: the handshake fails; a denied device has its key still
   */
  public Optional<byte[]> key(String identity) {
    throw new UnsupportedOperationException();
  }
}
