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

  /** Something that is done to the storage and has no result. */
  interface Step {
    void take() throws IOException;
  }

  /** Does it. */
  static void doing(String action, Step step) throws StorageFailedException {
    storing(
        action,
        () -> {
          step.take();
          return null;
        });
  }
}
