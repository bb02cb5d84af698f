package io.firmament.cli;

/** How a command ends. */
final class ExitCode {
  /** Done. */
  static final int DONE = 0;

  /** Failed. */
  static final int FAILED = 1;

  /** Not asked for rightly. */
  static final int USAGE = 2;

  private ExitCode() {}
}
