package io.firmament.device.core;

/** An update cannot begin now. Nothing was changed. */
public final class UpdateRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why an update cannot begin. */
  public enum Cause {
    /** An image is on trial, or was given up and still runs: there is no free slot. */
    NO_FREE_SLOT,
    /** This very image is staged: a reset applies it. */
    ALREADY_STAGED,
    /** The device has no slots for such a module. */
    NO_SUCH_MODULE,
    /** The image is larger than a slot. */
    IMAGE_TOO_LARGE,
    /** The encoded size is above the image's size + 1 KiB. */
    ENCODED_TOO_LARGE,
    /** Not enough free space for what is to be received and decoded. */
    NO_SPACE
  }

  private final Cause reason;

  /**
   * @param reason why
   * @param message expected and actual, for people
   */
  public UpdateRefusedException(Cause reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why the update cannot begin. */
  public Cause reason() {
    return reason;
  }
}
