package io.firmament.server.app;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.release.Firmware;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Finds firmware. */
public final class FindFirmware {
  /** A product's firmware, the lowest version first. */
  public List<FirmwareView> of(ProductId product) {
    throw new UnsupportedOperationException();
  }

  /**
   * One version.
   *
   * @throws RefusedException NOT_FOUND
   */
  public FirmwareView version(ProductId product, FirmwareVersion version) throws RefusedException {
    throw new UnsupportedOperationException();
  }

  /**
   * The image of a firmware; the caller closes it.
   *
   * @throws IOException when it cannot be read
   */
  public InputStream image(Firmware firmware) throws IOException {
    throw new UnsupportedOperationException();
  }
}
