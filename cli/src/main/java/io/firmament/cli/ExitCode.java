package io.firmament.cli;

/** How a command ends. */
final class ExitCode {
  /** Done. */
  static final int DONE = 0;

  /** Failed. */
  static final int FAILED = 1;

  /** Not asked for rightly. */
  static final int USAGE = 2;

  /** Of {@code wait}: too many devices failed. */
  static final int DEVICES_FAILED = 3;

  /** Of {@code wait}: its time is over. */
  static final int TOO_LATE = 4;

  private ExitCode() {}
}
