package io.firmament.device.slot;

import io.firmament.protocol.message.RefusalReason;

/** What was to become an image is not the one that its manifest names. */
final class ImageRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final RefusalReason reason;

  ImageRefusedException(RefusalReason reason, String message) {
    super(message);
    this.reason = reason;
  }

  ImageRefusedException(RefusalReason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  RefusalReason reason() {
    return reason;
  }
}
