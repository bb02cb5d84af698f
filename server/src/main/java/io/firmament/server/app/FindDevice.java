package io.firmament.server.app;

import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.DeviceRecord;
import java.util.List;

/** Finds devices and says how they are. */
public final class FindDevice {
  /**
   * The device with this id or name (feature PRD10).
   *
   * @throws RefusedException NOT_FOUND
   */
  public DeviceRecord named(String idOrName) throws RefusedException {
    throw new UnsupportedOperationException();
  }

  /**
   * A product's devices by id.
   *
   * @param after only those behind this id; empty for the first page
   * @param limit how many at most
   */
  public List<DeviceRecord> of(ProductId product, String after, int limit) {
    throw new UnsupportedOperationException();
  }

  /** Everything there is to say of a device now: its state, its target and why (feature TGT15). */
  public DeviceView explain(DeviceRecord device) {
    throw new UnsupportedOperationException();
  }
}
