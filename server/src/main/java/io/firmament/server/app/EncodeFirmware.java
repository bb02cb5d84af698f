package io.firmament.server.app;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;

/** Makes the encodings of a firmware, once, in the background. */
public final class EncodeFirmware {
  /** Makes what is missing of a firmware's encodings; works in the background. */
  public void encode(ProductId product, FirmwareVersion version) {
    throw new UnsupportedOperationException();
  }

  /** Goes on with all that a stop left unfinished: to be called at the start. */
  public void resume() {
    throw new UnsupportedOperationException();
  }
}
