package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import java.util.Optional;

/** Serves signed manifests. */
public final class ServeManifest {
  /**
   * A manifest.
   *
   * @param prefix its name in the path: 12 characters
   * @return empty when there is none of that name for the device's product: 4.04
   */
  public Optional<byte[]> find(DeviceId device, String prefix) {
    throw new UnsupportedOperationException();
  }
}
