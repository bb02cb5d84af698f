package io.firmament.protocol.message;

import io.firmament.protocol.value.Digest;
import java.util.Optional;

/**
 * How an update ended at the device.
 *
 * @param commandId the offer that began it
 * @param result what became of it
 * @param reason why, unless it went well
 * @param image the image that was to be installed
 */
public record UpdateOutcome(
    long commandId, Result result, Optional<RefusalReason> reason, Digest image) {
  /** What became of an update. */
  public enum Result {
    /** The new version runs and has proved itself. */
    UPDATED(1),
    /** The new version ran, did not prove itself, and the old one runs again. */
    ROLLED_BACK(2),
    /** The new version never ran. */
    FAILED(3);

    private final int wire;

    Result(int wire) {
      this.wire = wire;
    }

    /** The number on the wire. */
    public int wire() {
      return wire;
    }
  }
}
