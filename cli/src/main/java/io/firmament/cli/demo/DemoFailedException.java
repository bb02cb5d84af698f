package io.firmament.cli.demo;

/** Something did not go as the demonstration claims. */
public final class DemoFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What was expected, and what came. */
  public DemoFailedException(String message) {
    super(message);
  }
}
