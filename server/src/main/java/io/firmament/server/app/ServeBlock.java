package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import java.io.IOException;

/**
 * Serves blocks, without any state of a transfer: only to devices of the product that owns the
 * blob.
 */
public final class ServeBlock {
  /**
   * A block.
   *
   * @param prefix the blob's name in the path: 12 characters
   * @param number the block's number
   * @param sizeBytes the size of a block
   * @throws IOException when the disk fails
   */
  public BlockReply read(DeviceId device, String prefix, int number, int sizeBytes)
      throws IOException {
    throw new UnsupportedOperationException();
  }
}
