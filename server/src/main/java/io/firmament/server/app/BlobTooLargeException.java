package io.firmament.server.app;

/** A file is larger than allowed. */
public final class BlobTooLargeException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param limitBytes the most that is allowed, in octets
   */
  public BlobTooLargeException(long limitBytes) {
    super("the file is larger than " + limitBytes + " bytes");
  }
}
