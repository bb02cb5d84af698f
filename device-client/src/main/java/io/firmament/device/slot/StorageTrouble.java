package io.firmament.device.slot;

import io.firmament.device.core.StorageFailedException;
import io.firmament.device.core.StorageFailedException.Trouble;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;

/** Says of a failure of the file system what kind of trouble it is. */
final class StorageTrouble {
  private StorageTrouble() {}

  static StorageFailedException of(String action, IOException failure) {
    return new StorageFailedException(
        kind(failure), "cannot " + action + ": " + failure.getMessage(), failure);
  }

  /** Java gives no codes for these: the words are those of strerror(3) and of Windows. */
  private static Trouble kind(IOException failure) {
    String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (words.contains("no space left")
        || words.contains("quota exceeded")
        || words.contains("not enough space")) {
      return Trouble.FULL;
    }
    boolean denied = failure instanceof AccessDeniedException;
    if (denied || words.contains("read-only") || words.contains("permission denied")) {
      return Trouble.READ_ONLY;
    }
    return Trouble.FAILED;
  }
}
