package io.firmament.server.app;

/** The store cannot be read or written: the operator must look at the disk. */
public final class StoreFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what failed and what to do. */
  public StoreFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
