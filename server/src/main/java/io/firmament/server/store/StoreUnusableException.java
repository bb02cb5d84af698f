package io.firmament.server.store;

import java.io.IOException;

/** The data directory cannot be used as it is; nothing in it was changed. */
public final class StoreUnusableException extends IOException {
  private static final long serialVersionUID = 1L;
  private final String hint;

  /**
   * @param problem what was expected, what was found, and where
   * @param hint what a person can do now
   */
  StoreUnusableException(String problem, String hint) {
    super(problem);
    this.hint = hint;
  }

  static StoreUnusableException corrupt(String problem) {
    return new StoreUnusableException(
        problem,
        "the disk has changed what was written: keep a copy of the data directory, check the disk,"
            + " and restore the last backup into a new directory (firmament restore)");
  }

  /** What a person can do now. */
  public String hint() {
    return hint;
  }
}
