package io.firmament.device.slot;

/** The power is gone: nothing that runs can catch this and go on. */
public final class PowerCutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PowerCutException(long operation) {
    super("power cut after operation " + operation);
  }
}
