package io.firmament.device.slot;

import io.firmament.device.core.StorageFailedException;
import java.io.IOException;

/** Something that is done to the storage, and what its failure is called. */
interface Storing<T> {
  T run() throws IOException;

  /** Does it. */
  static <T> T storing(String action, Storing<T> body) throws StorageFailedException {
    try {
      return body.run();
    } catch (IOException e) {
      throw StorageTrouble.of(action, e);
    }
  }
}
