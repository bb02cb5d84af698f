package io.firmament.device.core;

/**
 * The device's storage did not do what was asked. What runs goes on running, and what was durable
 * before is durable still. The message says what was expected and what happened; the hint is for
 * people.
 */
public final class StorageFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of trouble it is. */
  public enum Trouble {
    /** No space left. */
    FULL("free some space; the update goes on where it stopped at the next offer"),
    /** Nothing can be written. */
    READ_ONLY("make the directory writable for this user, then restart the device"),
    /** Another process uses the directory. */
    IN_USE("stop the other process, or give each device a directory of its own"),
    /** A write or a force failed; nothing more is written until the next boot. */
    FAILED("check the disk, then restart the device: nothing more is written until then");

    private final String hint;

    Trouble(String hint) {
      this.hint = hint;
    }
  }

  private final Trouble trouble;

  /**
   * @param trouble what kind of trouble it is
   * @param message what was to be done, and what happened instead
   * @param cause what the file system said; null where there is nothing more to say
   */
  public StorageFailedException(Trouble trouble, String message, Throwable cause) {
    super(message, cause);
    this.trouble = trouble;
  }

  /** What kind of trouble it is. */
  public Trouble trouble() {
    return trouble;
  }

  /** What a person can do about it. */
  public String hint() {
    return trouble.hint;
  }
}
