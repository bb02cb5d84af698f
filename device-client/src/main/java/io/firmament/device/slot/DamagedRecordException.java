package io.firmament.device.slot;

/** A stored record is not what was written: says where, and what was expected. */
final class DamagedRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  DamagedRecordException(String message) {
    super(message);
  }

  DamagedRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
